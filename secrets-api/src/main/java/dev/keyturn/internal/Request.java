package dev.keyturn.internal;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.Secret;
import dev.keyturn.model.SecretsException;
import dev.keyturn.spi.TimeSource;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One caller's question, from call to answer. It never blocks: it decides, waits on a fetch, and decides
 * again, on whichever thread ends the fetch; whoever asked waits on {@link #done}. While it lasts it
 * holds a pin on its entry.
 */
final class Request {
  /** Nobody waits longer than this where a last good value is at hand. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  /** Done when there is an answer. Never exceptional. */
  final Signal done = new Signal();

  private final Core core;
  private final Ask ask;
  private final Consumer<Flight> launcher;
  private Handle handle;
  private boolean briefly;
  private @Nullable Flight awaited;
  private @Nullable Failure lastFailure;
  private TimeSource.@Nullable Timer timer;
  private long timerEnd;
  private @Nullable Long patientUntil;
  private volatile @Nullable Secret secret;
  private volatile @Nullable Base base;
  private volatile @Nullable Failure failure;

  /**
   * Asks.
   *
   * @param handle whose entry is pinned for this request
   * @param launcher starts the fetches that turn out to be needed
   */
  Request(Core core, Handle handle, Ask ask, Consumer<Flight> launcher) {
    this.core = core;
    this.handle = handle;
    this.ask = ask;
    this.launcher = launcher;
  }

  Request start() {
    step();
    return this;
  }

  private void step() {
    Flight launch = null;
    Flight wait = null;
    synchronized (this) {
      if (done.isSet()) {
        return;
      }
      Failure just = awaited == null ? null : awaited.failure();
      lastFailure = just == null ? lastFailure : just;
      Decision decision = handle.entry.decide(handle, ask, just);
      if (decision instanceof Decision.Serve serve) {
        handle.read |= awaited == null; // who waited for the fetch caused it
        answer(serve.base());
      } else if (decision instanceof Decision.Fail fail) {
        fail(fail.failure());
      } else if (decision instanceof Decision.Wait next) {
        awaited = next.flight();
        briefly = next.briefly();
        wait = next.flight();
        launch = next.launch() ? next.flight() : null;
        watchTheClock();
      }
    }
    go(launch, wait);
  }

  private void go(@Nullable Flight launch, @Nullable Flight wait) {
    if (launch != null) {
      core.cache.pin(launch.entry);
      launcher.accept(launch);
    }
    if (wait != null) {
      wait.done.then(this::step);
    }
  }

  private void watchTheClock() {
    long now = core.now();
    long end = ask.deadline();
    if (briefly) {
      patientUntil = patientUntil == null ? Nanos.plus(now, PATIENCE) : patientUntil;
      end = Nanos.earlier(end, patientUntil);
    }
    if (timer != null && timerEnd == end) {
      return;
    }
    if (timer != null) {
      timer.cancel();
    }
    timerEnd = end;
    timer = core.time.schedule(Nanos.until(end, now), this::tooLate);
  }

  private synchronized void tooLate() {
    if (done.isSet() || Nanos.isBefore(core.now(), timerEnd)) {
      return;
    }
    Base standIn = briefly ? handle.entry.standIn() : null;
    briefly = false;
    if (standIn != null) {
      answer(standIn);
    } else if (Nanos.isBefore(core.now(), ask.deadline())) {
      watchTheClock(); // what stood in has ended meanwhile
    } else {
      fail(timeout());
    }
  }

  private Failure timeout() {
    Failure last = lastFailure;
    String message = "no answer within the deadline";
    return Failure.of(
        ErrorCode.TIMEOUT, last == null ? message : message + "; before that: " + last.message());
  }

  private void answer(Base whole) {
    try {
      secret = handle.target.project(whole);
      base = whole;
      finish();
    } catch (SecretsException e) {
      fail(Failure.unfit(e));
    }
  }

  private void fail(Failure failed) {
    if (failed.code() == ErrorCode.NOT_FOUND && handle.fallback != null && !core.isClosed()) {
      fallBack(handle.fallback);
    } else {
      failure = failed;
      finish();
    }
  }

  private void fallBack(Supplier<Handle> fallback) {
    core.cache.unpin(handle.entry);
    handle = fallback.get();
    awaited = null;
    briefly = false;
    core.time.execute(this::step);
  }

  private void finish() {
    if (timer != null) {
      timer.cancel();
    }
    core.cache.unpin(handle.entry);
    done.set();
  }

  /** The caller no longer waits; the fetch goes on for others. */
  synchronized void leave() {
    if (!done.isSet()) {
      failure = Failure.interrupted();
      finish();
    }
  }

  /** The answer, once {@link #done}; an exception is made here, on the caller's own thread. */
  Secret result() {
    Failure failed = failure;
    if (failed != null) {
      throw failed.toException(handle.ref());
    }
    return Objects.requireNonNull(secret);
  }

  /** The whole secret, once {@link #done}; null if it failed. */
  @Nullable
  Base base() {
    return base;
  }

  /** Who answered: the handle asked, or the one that stood in for it. */
  synchronized Handle answeredBy() {
    return handle;
  }

  /** Whether it failed as missing, and the configuration says that it may. */
  boolean isMissingOptional() {
    Failure failed = failure;
    return failed != null && failed.code() == ErrorCode.NOT_FOUND && handle.target.optional();
  }

  /** Blocks until there is an answer, or the thread is interrupted: then the answer says so. */
  void await() {
    if (done.isSet()) {
      return;
    }
    try {
      done.await(core.time);
    } catch (InterruptedException e) {
      leave();
      Thread.currentThread().interrupt();
    }
  }
}
