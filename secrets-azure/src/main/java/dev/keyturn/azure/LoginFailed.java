package dev.keyturn.azure;

import dev.keyturn.spi.StoreException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Carries a failed login or an interrupt through the SDK, which lets both fail only unchecked. */
final class LoginFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LoginFailed(StoreException failure) {
    super(failure);
  }

  LoginFailed(InterruptedException interrupt) {
    super(interrupt);
  }

  /** Finds one among the causes, and gives what it carries. */
  static @Nullable StoreException among(Throwable failure) throws InterruptedException {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof LoginFailed login) {
        return login.unpack();
      }
    }
    return null;
  }

  private StoreException unpack() throws InterruptedException {
    if (getCause() instanceof InterruptedException interrupt) {
      throw interrupt;
    }
    return (StoreException) Objects.requireNonNull(getCause());
  }
}
