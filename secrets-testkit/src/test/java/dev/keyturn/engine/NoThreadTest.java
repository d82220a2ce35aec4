package dev.keyturn.engine;

import static dev.keyturn.engine.Rig.code;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.Secrets;
import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.SecretsObserver;
import dev.keyturn.spi.TimeSource;
import dev.keyturn.testkit.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** A process at its limit of threads. */
class NoThreadTest {
  private final ManualTime time = new ManualTime();
  private final ScriptedStore store = new ScriptedStore(time);
  private final Threads threads = new Threads(time);
  private final List<Boolean> handedOut = new CopyOnWriteArrayList<>();

  @Test
  void aFetchForWhichThereIsNoThreadFailsAtOnceAndItsPlaceIsFree() {
    try (Secrets secrets = secrets()) {
      threads.none = true;
      for (int i = 0; i < 20; i++) {
        String text = "s://a" + i;
        assertThat(code(() -> secrets.get(text, Duration.ofMillis(1))))
            .isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(secrets.getAsync(text)).isNotNull();
      }
      threads.none = false;
      time.advance(Duration.ofMinutes(5));
      assertThat(secrets.get("s://other").reveal()).isEqualTo("value");
      time.awaitIdle();
      assertThat(handedOut).isNotEmpty();
    }
  }

  private Secrets secrets() {
    SecretsObserver observer = new SecretsObserver() {
      @Override
      public void onHandOut(HandOut handOut) {
        handedOut.add(true);
      }
    };
    return Secrets.builder()
        .environment(Map.of())
        .time(threads)
        .observer(observer)
        .store("s", store)
        .build();
  }

  /** Starts a thread, or throws as the system does when there are too many. */
  private static final class Threads implements TimeSource {
    private final ManualTime time;
    volatile boolean none;

    Threads(ManualTime time) {
      this.time = time;
    }

    @Override
    public void execute(Runnable task) {
      if (none) {
        throw new OutOfMemoryError("unable to create native thread");
      }
      time.execute(task);
    }

    @Override
    public Instant instant() {
      return time.instant();
    }

    @Override
    public long nanos() {
      return time.nanos();
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
      return time.schedule(delay, task);
    }

    @Override
    public void await(CompletableFuture<?> done) throws InterruptedException {
      time.await(done);
    }
  }
}
