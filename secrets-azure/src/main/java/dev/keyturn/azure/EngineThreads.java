package dev.keyturn.azure;

import dev.keyturn.spi.TimeSource;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/** The engine's threads, in the form that the SDK wants; what they do belongs to the fetch or login. */
final class EngineThreads extends AbstractExecutorService {
  private final TimeSource time;
  private volatile boolean closed;

  EngineThreads(TimeSource time) {
    this.time = time;
  }

  @Override
  public void execute(Runnable task) {
    if (closed) {
      throw new RejectedExecutionException("the store has been closed");
    }
    time.execute(Deadline.carriedBy(task));
  }

  @Override
  public void shutdown() {
    closed = true;
  }

  @Override
  public List<Runnable> shutdownNow() {
    closed = true;
    return List.of();
  }

  @Override
  public boolean isShutdown() {
    return closed;
  }

  @Override
  public boolean isTerminated() {
    return closed;
  }

  /** Nothing is waited for: the engine ends its threads itself. */
  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    return closed;
  }
}
