package dev.keyturn.internal;

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

  /** {@return the current version; a read of memory unless something has to be decided} */
  public Secret get() {
    Secret current = handle.current;
    if (current != null && handle.read) {
      return current;
    }
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
      Handle asked = handle;
      Turn turn = null;
      try {
        asked = engine.answering(handle);
        turn = asked.entry.doubt.take(look(asked.entry), deadline);
      } catch (SecretsException e) {
        throw Live.<X>original(first, e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw Live.<X>original(first, Failure.interrupted().toException(asked.ref()));
      }
      if (turn == null) {
        if (Nanos.isBefore(core.now(), deadline)) {
          continue; // the value went away meanwhile: ask again, and hear why
        }
        throw Live.<X>original(first, Doubt.exhausted().toException(asked.ref()));
      }
      Attempt<T> attempt = Attempt.of(action, asked, turn, rejected);
      if (attempt.refusal() == null) {
        return attempt.result();
      }
      first = first == null ? attempt.refusal() : first;
    }
  }

  /** The first failure of the action if there was one, else what kept it from being run. */
  // The action throws X or what is unchecked, and nothing else.
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <X extends Exception> X original(
      @Nullable Exception first, SecretsException otherwise) throws X {
    if (first != null) {
      throw (X) first;
    }
    throw otherwise;
  }

  /** One run of the action: its result, or that the credential was refused. */
  private record Attempt<T>(T result, @Nullable Exception refusal) {
    @SuppressWarnings({"unchecked", "NullAway"
    }) // without a refusal there is the action's own result
    static <T, X extends Exception> Attempt<T> of(
        Action<T, X> action, Handle asked, Turn turn, Predicate<? super Exception> rejected)
        throws X {
      Doubt doubt = asked.entry.doubt;
      boolean decided = false;
      try {
        T result = action.run(asked.target.project(turn.base));
        decided = true;
        doubt.accepted(turn);
        return new Attempt<>(result, null);
      } catch (Exception e) {
        if (!rejected.test(e)) {
          throw (X) e;
        }
        decided = true;
        doubt.refused(turn);
        return new Attempt<>(null, e);
      } finally {
        if (!decided) {
          doubt.undecided(turn);
        }
      }
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
