package dev.keyturn.vault;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.spi.StoreException;
import dev.keyturn.spi.TimeSource;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** What any call may fail with, whatever it asks for. */
final class Failures {
  private Failures() {}

  /**
   * Judges an answer.
   *
   * @param path where it was asked, for a redirect
   * @return null if what the answer means depends on what was asked
   */
  static @Nullable StoreException of(Answer answer, String path, TimeSource time) {
    int status = answer.status();
    if (status >= 300 && status < 400) {
      return redirected(answer, path);
    }
    StoreException failure = failure(answer, status);
    return failure == null
        ? null
        : answer.retryAfter(time.instant()).map(failure::withRetryAfter).orElse(failure);
  }

  private static @Nullable StoreException failure(Answer answer, int status) {
    return switch (status) {
      case 429 ->
        new StoreException(
            ErrorCode.THROTTLED, "Vault asks for fewer calls (429): a rate limit quota is used up");
      case 407 ->
        unavailable("a proxy wants a login (407), and Keyturn logs in to no proxy")
            .notRetryable();
      case 412 -> unavailable("this standby has not yet seen what its leader wrote (412)");
      case 472, 473 ->
        unavailable("this server is a standby that answers no reads (" + status
            + "); name the active one, or an address in front of all");
      case 503 ->
        unavailable(
            answer.says("sealed")
                ? "Vault is sealed or not initialised (503); an operator has to unseal it"
                : "Vault is out of order (503)");
      case 200, 202, 204, 400, 401, 403, 404, 405 ->
        answer.isOfVault() ? client(answer) : foreign(status);
      default ->
        status >= 500 || status == 408
            ? unavailable("Vault is out of order (" + status + ")")
            : foreign(status);
    };
  }

  /** What is no fault of the request in spite of its status. */
  private static @Nullable StoreException client(Answer answer) {
    if (answer.status() == 400
        && answer.says("waiting for the primary", "upgrading from non-versioned")) {
      return unavailable("Vault is still setting the mount up (400)");
    }
    if (answer.status() == 404 && answer.says("namespace not found")) {
      return new StoreException(
          ErrorCode.INVALID_CONFIGURATION,
          "there is no such namespace; check the store's namespace, and VAULT_NAMESPACE");
    }
    return null;
  }

  private static StoreException foreign(int status) {
    return new StoreException(
        ErrorCode.MALFORMED,
        "the answer is not one of Vault (" + status
            + "); is the address right, and is a proxy or another service in between?");
  }

  private static StoreException unavailable(String message) {
    return new StoreException(ErrorCode.UNAVAILABLE, message);
  }

  /** A standby names its leader for the same path; that may be over in a moment. */
  private static StoreException redirected(Answer answer, String path) {
    StoreException refused = unavailable(
        "it redirects to another address, which is refused: a token"
            + " goes to the configured address only; name the active server, or one in front of all");
    return answer.status() == 307 && isSamePath(answer.location(), path)
        ? refused
        : refused.notRetryable();
  }

  private static boolean isSamePath(String location, String path) {
    try {
      URI target = URI.create(location);
      return "https".equals(target.getScheme())
          && path.startsWith(String.valueOf(target.getRawPath()));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
