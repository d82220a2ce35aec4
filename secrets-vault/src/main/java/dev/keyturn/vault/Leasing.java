package dev.keyturn.vault;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.Lease;
import dev.keyturn.spi.StoreException;
import dev.keyturn.spi.TimeSource;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Extends and ends leases. */
final class Leasing {
  private static final String RENEW = "sys/leases/renew";
  private static final String REVOKE = "sys/leases/revoke";

  private final Vault vault;
  private final Identity identity;
  private final LeaseBook leases;
  private final TimeSource time;

  Leasing(Vault vault, Identity identity, LeaseBook leases, TimeSource time) {
    this.vault = vault;
    this.identity = identity;
    this.leases = leases;
    this.time = time;
  }

  Lease renew(Lease lease, Deadline deadline) throws StoreException, InterruptedException {
    identity.session(deadline); // keeps the token alive on which the lease hangs
    LeaseBook.Entry entry = leases.find(lease);
    if (entry == null) {
      throw gone();
    }
    long start = time.nanos();
    Json wish = Json.of(Map.of("lease_id", lease.id()))
        .with("increment", Math.max(1, entry.first().toSeconds()));
    Answer answer = vault.post(RENEW, entry.session().token(), wish, deadline);
    Json body = answer.body();
    if (!answer.isSuccess() || body == null) {
      throw refused(answer, entry.session(), lease, deadline);
    }
    Duration granted = Duration.ofSeconds(body.number("lease_duration"));
    return leases.extend(
        entry, new LeaseBook.Grant(lease.id(), start, granted, body.isTrue("renewable")));
  }

  /** A 400 is the server's word on the lease, or that of a database which is down. */
  private StoreException refused(Answer answer, Session session, Lease lease, Deadline deadline)
      throws StoreException, InterruptedException {
    if (answer.status() == 403) {
      if (identity.isKnown(session, deadline)) {
        return new StoreException(ErrorCode.DENIED, "the lease is not extended: " + grant(RENEW));
      }
      return gone();
    }
    if (answer.says("lease not found", "invalid lease", "lease expired")) {
      leases.forget(lease.id());
      return gone();
    }
    if (answer.says("not renewable")) {
      return new StoreException(ErrorCode.DENIED, "the lease cannot be extended");
    }
    return new StoreException(
        ErrorCode.UNAVAILABLE,
        "the lease is not extended at present (" + answer
            + "); is what it is for, a database say, down?");
  }

  private static StoreException gone() {
    return new StoreException(ErrorCode.NOT_FOUND, "the lease is gone: it ended, or was revoked");
  }

  void revoke(Lease lease, Deadline deadline) throws StoreException, InterruptedException {
    LeaseBook.Entry entry = leases.find(lease);
    if (entry == null) {
      return;
    }
    Answer answer = vault.post(
        REVOKE,
        entry.session().token(),
        // at once: Vault would otherwise answer 202 and do it later
        Json.of(Map.of("lease_id", lease.id(), "sync", "true")),
        deadline);
    StoreException failure = failure(answer, entry.session(), deadline);
    if (failure != null) {
      throw failure;
    }
    leases.forget(lease.id());
  }

  private @Nullable StoreException failure(Answer answer, Session session, Deadline deadline)
      throws StoreException, InterruptedException {
    if (answer.isSuccess() || answer.says("lease not found", "invalid lease")) {
      return null;
    }
    if (answer.status() != 403) {
      return new StoreException(
          ErrorCode.UNAVAILABLE,
          "it could not be revoked at present (" + answer + "); Vault goes on trying by itself");
    }
    return identity.isKnown(session, deadline)
        ? new StoreException(ErrorCode.DENIED, "it is not revoked: " + grant(REVOKE))
        : null;
  }

  private static String grant(String path) {
    return "add path \"" + path + "\" { capabilities = [\"update\"] } to a policy of this login";
  }
}
