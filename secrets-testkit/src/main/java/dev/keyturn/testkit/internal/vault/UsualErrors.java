package dev.keyturn.testkit.internal.vault;

/** What Vault says with a status if nothing else is known of the failure. */
final class UsualErrors {
  private UsualErrors() {}

  static String text(int status) {
    return switch (status) {
      case 400 -> "failed to renew entry: failed to renew user: connection refused";
      case 403 -> "permission denied";
      case 404 -> "no handler for route. route entry not found.";
      case 412 -> "required index state not present";
      case 429 -> "rate limit quota exceeded";
      case 472 -> "path disabled in replication DR secondary mode";
      case 473 -> "Vault is in performance standby mode";
      case 502, 504 -> "upstream did not answer";
      case 503 -> "Vault is sealed";
      default -> "internal error";
    };
  }
}
