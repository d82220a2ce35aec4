package dev.keyturn.internal;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.Rotation;
import dev.keyturn.model.Secret;
import dev.keyturn.model.SecretsException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What stands behind a {@code LiveSecret}: a handle that is never evicted, and the doubt about it. */
public final class Live {
  private final Core core;
  private final Engine engine;
  private final Handle handle;
  private final List<Entry> entries;

  Live(Core core, Engine engine, Handle handle, List<Entry> entries) {
    this.core = core;
    this.engine = engine;
    this.handle = handle;
    this.entries = entries;
  }

  /**
   * What needs a secret.
   *
   * @param <T> what it gives
   * @param <X> what it throws
   */
  @FunctionalInterface
  public interface Action<T, X extends Exception> {
    /** Uses the secret. */
    T run(Secret secret) throws X;
  }

  /** {@return where a hit is read, with no step more than that takes} */
  public Handle handle() {
    return handle;
  }

  /** {@return the current version, where it is no hit} */
  public Secret get() {
    return engine.get(handle, null);
  }

  /** Runs the action within the configured budget. */
  public <T, X extends Exception> T call(Action<T, X> action, Predicate<? super Exception> rejected)
      throws X {
    return call(action, rejected, core.settings.callBudget());
  }

  /** Runs the action, and again with a better value where the credential was refused. */
  public <T, X extends Exception> T call(
      Action<T, X> action, Predicate<? super Exception> rejected, Duration budget) throws X {
    long deadline = Nanos.plus(core.now(), budget);
    Exception first = null;
    while (true) {
      Leave leave;
      try {
        leave = leave(deadline);
      } catch (SecretsException e) {
        throw Live.<X>original(first, e);
      }
      Attempt<T> attempt = attempt(action, leave, rejected);
      if (attempt.refusal() == null) {
        return attempt.result();
      }
      first = first == null ? attempt.refusal() : first;
    }
  }

  /** Leave to try a value, and the handle that it was asked through. */
  private record Leave(Handle asked, Turn turn) {}

  /** Blocks until there is a value to be tried; throws what keeps it from being had. */
  private Leave leave(long deadline) {
    Handle asked = engine.answering(handle);
    try {
      Turn turn = asked.entry.doubt.take(look(asked.entry), deadline);
      while (turn == null) {
        if (!Nanos.isBefore(core.now(), deadline)) {
          throw Doubt.exhausted().toException(asked.ref());
        }
        asked = engine.asked(handle); // the value went away meanwhile: ask, and hear why
        turn = asked.entry.doubt.take(look(asked.entry), deadline);
      }
      return new Leave(asked, turn);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failure.interrupted().toException(asked.ref());
    }
  }

  /**
   * The first failure of the action if there was one, else what kept it from being run. The end of all is
   * told in any case.
   */
  // The action throws X or what is unchecked, and nothing else.
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <X extends Exception> X original(
      @Nullable Exception first, SecretsException otherwise) throws X {
    if (first != null && otherwise.code() != ErrorCode.CLOSED) {
      throw (X) first;
    }
    throw otherwise;
  }

  /** One run of the action: its result, or that the credential was refused. */
  private record Attempt<T>(T result, @Nullable Exception refusal) {}

  private <T, X extends Exception> Attempt<T> attempt(
      Action<T, X> action, Leave leave, Predicate<? super Exception> rejected) throws X {
    Doubt doubt = leave.asked().entry.doubt;
    boolean decided = false;
    try {
      Secret secret = engine.handedOut(leave.asked(), leave.turn().base);
      Attempt<T> attempt = run(action, secret, rejected);
      decided = true;
      if (attempt.refusal() == null) {
        doubt.accepted(leave.turn());
      } else {
        doubt.refused(leave.turn());
      }
      return attempt;
    } finally {
      if (!decided) {
        doubt.undecided(leave.turn());
      }
    }
  }

  @SuppressWarnings({"unchecked", "NullAway"}) // the action throws X or what is unchecked
  private static <T, X extends Exception> Attempt<T> run(
      Action<T, X> action, Secret secret, Predicate<? super Exception> rejected) throws X {
    try {
      return new Attempt<>(action.run(secret), null);
    } catch (Exception e) {
      if (isRefusal(e, rejected)) {
        return new Attempt<>(null, e);
      }
      throw (X) e;
    }
  }

  private static boolean isRefusal(Exception failure, Predicate<? super Exception> rejected) {
    try {
      return rejected.test(failure);
    } catch (RuntimeException | Error broken) {
      broken.addSuppressed(failure);
      throw broken;
    }
  }

  /** This secret was refused: fetch anew, offer a candidate next. Returns at once. */
  public void rejected(Secret secret) {
    for (Entry entry : entries) {
      entry.doubt.refusedOutside(secret, look(entry));
    }
  }

  private Look look(Entry entry) {
    return new Look(core, entry, engine::request);
  }

  /** Tells the listener of rotations until what is returned is closed. */
  public AutoCloseable onRotation(Consumer<Rotation> listener) {
    List<Runnable> removals =
        entries.stream().map(e -> e.listeners.add(listener)).toList();
    AtomicBoolean removed = new AtomicBoolean();
    return () -> {
      if (!removed.getAndSet(true)) {
        removals.forEach(Runnable::run);
      }
    };
  }
}
