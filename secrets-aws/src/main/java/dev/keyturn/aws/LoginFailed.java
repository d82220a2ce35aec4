package dev.keyturn.aws;

import dev.keyturn.spi.StoreException;
import java.util.Objects;

/** Carries a failed login through the SDK, which lets credentials fail only unchecked. */
final class LoginFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LoginFailed(StoreException failure) {
    super(failure);
  }

  LoginFailed(InterruptedException interrupt) {
    super(interrupt);
  }

  /** Throws what was carried. */
  StoreException unpack() throws InterruptedException {
    if (getCause() instanceof InterruptedException interrupt) {
      throw interrupt;
    }
    return (StoreException) Objects.requireNonNull(getCause());
  }
}
