package dev.keyturn.testkit.internal.vault;

import java.util.List;

/** An answer that is an error of the service. Its text never holds a value. */
final class VaultError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final transient List<String> texts;
  private boolean mute;

  private VaultError(int status, List<String> texts) {
    super("status " + status, null, false, false);
    this.status = status;
    this.texts = texts;
  }

  static VaultError of(int status, String text) {
    return new VaultError(status, List.of(text));
  }

  static VaultError bad(String text) {
    return of(400, text);
  }

  /** A 404 without a word. */
  static VaultError missing() {
    return silent(404);
  }

  /** Not even a body: the web server has refused it, before Vault came to know. */
  static VaultError mute(int status) {
    VaultError error = silent(status);
    error.mute = true;
    return error;
  }

  /** A body with an empty list of errors. */
  static VaultError silent(int status) {
    return new VaultError(status, List.of());
  }

  /** The token is none, or no longer one. */
  static VaultError badToken() {
    return of(403, "permission denied");
  }

  /** The token is good, and its policies do not allow this. */
  static VaultError denied() {
    return of(403, wrapped("permission denied"));
  }

  static VaultError unsupportedOperation() {
    return of(405, wrapped("unsupported operation"));
  }

  static VaultError unsupportedPath() {
    return of(404, wrapped("unsupported path"));
  }

  static String wrapped(String text) {
    return "1 error occurred:\n\t* " + text + "\n\n";
  }

  boolean isMute() {
    return mute;
  }

  int status() {
    return status;
  }

  List<String> texts() {
    return texts;
  }
}
