package dev.keyturn.vault;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.Lease;
import dev.keyturn.model.SecretRef;
import dev.keyturn.model.StoredSecret;
import dev.keyturn.spi.StoreException;
import dev.keyturn.spi.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Reads from engines that are no KV: what they answer is the secret, with the lease that it comes with. */
final class EngineReader {
  private static final List<String> ABOUT_ROTATION = List.of(
      "ttl", "rotation_period", "rotation_schedule", "rotation_window", "last_vault_rotation");
  private static final Duration SOON = Duration.ofSeconds(1);
  private static final Duration LATER = Duration.ofSeconds(30);

  private final Vault vault;
  private final Refusals refusals;
  private final LeaseBook leases;
  private final TimeSource time;

  EngineReader(Vault vault, Refusals refusals, LeaseBook leases, TimeSource time) {
    this.vault = vault;
    this.refusals = refusals;
    this.leases = leases;
    this.time = time;
  }

  StoredSecret read(SecretRef ref, String path, Session session, Deadline deadline)
      throws StoreException, InterruptedException {
    long start = time.nanos();
    Answer answer = vault.get(VaultPath.encode(path), session.token(), deadline);
    if (!answer.isSuccess()) {
      throw refusals.of(answer, path, session, deadline);
    }
    Json body = answer.body();
    Json data = answer.object("data");
    if (body == null || data == null) {
      throw new StoreException(ErrorCode.MALFORMED, "the answer of " + path + " holds no data");
    }
    String leaseId = body.text("lease_id");
    if (leaseId.isEmpty()) {
      return data.has("last_vault_rotation") ? rotated(data) : StoredSecret.of(data.write());
    }
    Duration granted = Duration.ofSeconds(body.number("lease_duration"));
    Lease lease = leases.begin(
        ref, new LeaseBook.Grant(leaseId, start, granted, body.isTrue("renewable")), session);
    return StoredSecret.of(data.write()).withLease(lease);
  }

  /** A static role: what Vault says of its own rotation is not the secret's. */
  private StoredSecret rotated(Json data) {
    StoredSecret stored = StoredSecret.of(data.without(ABOUT_ROTATION).write());
    String last = data.text("last_vault_rotation");
    if (!last.isEmpty()) {
      stored = stored.withVersion(last).withCreatedAt(KvReader.instant(last));
    }
    return data.spelled("ttl").isEmpty()
        ? stored
        : stored.withRotatesAt(time.instant().plus(untilRotation(data)));
  }

  /**
   * How long to the next rotation. At zero it is due and a ticker of the server's will see to it, within
   * seconds, or later if the database is down: the longer it is overdue, the longer the pause.
   */
  private Duration untilRotation(Json data) {
    Duration ttl = Duration.ofSeconds(data.number("ttl"));
    if (!ttl.isZero()) {
      return ttl;
    }
    Instant last = KvReader.instant(data.text("last_vault_rotation"));
    Duration period = Duration.ofSeconds(data.number("rotation_period"));
    if (last == null || period.isZero()) {
      return SOON;
    }
    Duration pause = Duration.between(last.plus(period), time.instant()).dividedBy(4);
    return pause.compareTo(SOON) < 0 ? SOON : pause.compareTo(LATER) > 0 ? LATER : pause;
  }
}
