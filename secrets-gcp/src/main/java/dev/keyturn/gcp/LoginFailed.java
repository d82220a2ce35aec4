package dev.keyturn.gcp;

import java.io.IOException;

/** Carries a failed login through the SDK, which knows only exceptions of its own kinds. */
final class LoginFailed extends IOException {
  private static final long serialVersionUID = 1L;

  LoginFailed(Throwable cause) {
    super("the login failed", cause);
  }
}
