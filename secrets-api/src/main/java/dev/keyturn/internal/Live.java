package dev.keyturn.internal;

import dev.keyturn.model.Rotation;
import dev.keyturn.model.Secret;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Skeleton; the engine follows. */
public final class Live {
  public interface Action<T, X extends Exception> {
    T run(Secret secret) throws X;
  }

  public Secret get() {
    throw new UnsupportedOperationException();
  }

  public <T, X extends Exception> T call(Action<T, X> action, Predicate<? super Exception> rejected)
      throws X {
    throw new UnsupportedOperationException();
  }

  public <T, X extends Exception> T call(
      Action<T, X> action, Predicate<? super Exception> rejected, Duration budget) throws X {
    throw new UnsupportedOperationException();
  }

  public void rejected(Secret secret) {
    throw new UnsupportedOperationException();
  }

  public AutoCloseable onRotation(Consumer<Rotation> listener) {
    throw new UnsupportedOperationException();
  }
}
