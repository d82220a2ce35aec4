package dev.keyturn.internal;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.SecretsObserver;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One line when a store begins to fail and one when it answers again. A secret that stays bad while its
 * store answers is named once, until it answers itself. Guarded by the {@link Outage}'s lock.
 */
final class OutageNews {
  private final Core core;
  private final String store;
  private @Nullable ErrorCode code;
  private final List<Runnable> untold = new ArrayList<>();
  private boolean told;
  private boolean widened;
  private Instant sinceWall = Instant.EPOCH;
  private long since;

  OutageNews(Core core, String store) {
    this.core = core;
    this.store = store;
  }

  /** Why the store fails, null if it does not. */
  @Nullable
  ErrorCode code() {
    return code;
  }

  /**
   * A secret failed; the first one begins an outage.
   *
   * @return whether a line has named it since it last answered
   */
  boolean begin(Entry entry, Failure failure, long askedAt, @Nullable Pause before) {
    boolean named = before != null && before.reported();
    boolean first = code == null;
    if (first) {
      code = failure.code();
      told = false;
      widened = false;
    }
    if (!told && (first || !named)) {
      since = askedAt;
      sinceWall = core.time.instant();
    }
    if (!told && !named) {
      told = true;
      tell(entry, failure);
      SecretsObserver.Outage begun = event(failure.code(), Optional.empty());
      core.observers.tell(o -> o.onOutageBegin(begun));
      return true;
    }
    return named;
  }

  /** What was one bad secret while the store answered has become the store's failure: say so, once. */
  void widen(Entry entry, Failure failure, long answeredAt) {
    if (told && !widened && Nanos.isBefore(since, answeredAt)) {
      widened = true;
      tell(entry, failure);
    }
  }

  private void tell(Entry entry, Failure failure) {
    String line = "Keyturn: store "
        + store
        + " fails: "
        + failure.toException(entry.ref).getMessage()
        + " ("
        + failure.code()
        + "); last good values are served meanwhile";
    untold.add(() -> Core.LOG.log(System.Logger.Level.WARNING, line));
  }

  private SecretsObserver.Outage event(ErrorCode reason, Optional<Duration> lasted) {
    return new SecretsObserver.Outage(store, reason, sinceWall, lasted);
  }

  /** What is still to be told, once. */
  List<Runnable> drain() {
    List<Runnable> drained = List.copyOf(untold);
    untold.clear();
    return drained;
  }

  void end() {
    ErrorCode reason = code;
    code = null;
    if (reason == null || !told) {
      return;
    }
    Duration lasted = Duration.ofNanos(core.now() - since);
    String line = "Keyturn: store " + store + " answers again after " + lasted.toSeconds() + " s";
    untold.add(() -> Core.LOG.log(System.Logger.Level.INFO, line));
    SecretsObserver.Outage over = event(reason, Optional.of(lasted));
    core.observers.tell(o -> o.onOutageEnd(over));
  }
}
