package dev.keyturn.vault;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.spi.StoreException;
import dev.keyturn.spi.TimeSource;
import java.time.Duration;
import java.util.Map;

/** What a token may ask about itself. */
final class Tokens {
  static final String LOOKUP_SELF = "auth/token/lookup-self";
  private static final String RENEW_SELF = "auth/token/renew-self";
  private static final String REVOKE_SELF = "auth/token/revoke-self";

  private final Vault vault;
  private final TimeSource time;

  Tokens(Vault vault, TimeSource time) {
    this.vault = vault;
    this.time = time;
  }

  /** Whether the server still knows the token; one that may not ask is known. */
  boolean isKnown(Session session, Deadline deadline) throws StoreException, InterruptedException {
    Answer answer = vault.get(LOOKUP_SELF, session.token(), deadline);
    return answer.isSuccess() || answer.isRefusedByPolicy();
  }

  /** Extends it if the server still does. */
  void renew(Session session, Deadline deadline) throws StoreException, InterruptedException {
    long start = time.nanos();
    Json wish = Json.of(Map.of("increment", session.wanted().toSeconds() + "s"));
    Answer answer = vault.post(RENEW_SELF, session.token(), wish, deadline);
    Json auth = answer.object("auth");
    if (answer.isSuccess() && auth != null) {
      Duration granted = Duration.ofSeconds(auth.number("lease_duration"));
      session.renewed(start, granted, auth.isTrue("renewable"));
    } else {
      session.notRenewable();
    }
  }

  /** Ends it, and every lease that was made with it. One that the server does not know has ended. */
  void revoke(Session session, Deadline deadline) throws StoreException, InterruptedException {
    Answer answer = vault.post(REVOKE_SELF, session.token(), Json.of(Map.of()), deadline);
    if (answer.isSuccess() || (answer.status() == 403 && !answer.isRefusedByPolicy())) {
      return;
    }
    if (answer.isRefusedByPolicy()) {
      throw new StoreException(
          ErrorCode.DENIED,
          "the login is not ended: add path \"auth/token/revoke-self\" { capabilities = [\"update\"] }"
              + " to a policy of it");
    }
    // such as a batch token, which cannot be revoked
    throw new StoreException(ErrorCode.UNAVAILABLE, "the login is not ended (" + answer + ")");
  }
}
