package dev.keyturn.testkit.internal.vault;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Whether the server is sealed, and whether it is the active one. */
public final class Seal {
  private static final Set<String> ANSWERED = Set.of("sys/health", "sys/seal-status", "sys/leader");
  private static final String VERSION = "2.7.1";

  private final VaultServer server;
  private final String cluster = UUID.randomUUID().toString();
  private boolean sealed;
  private int standby;

  Seal(VaultServer server) {
    this.server = server;
  }

  /**
   * Seals or unseals.
   *
   * @param whether true to seal
   */
  public void set(boolean whether) {
    synchronized (server) {
      sealed = whether;
    }
  }

  /**
   * Makes the server a standby of some sort, or the active one.
   *
   * @param status what {@code sys/health} answers: 429, 472 or 473; 200 for the active one
   */
  public void standby(int status) {
    synchronized (server) {
      standby = status == 200 ? 0 : status;
    }
  }

  void check(String path) {
    if (sealed && !ANSWERED.contains(path)) {
      throw VaultError.of(503, "Vault is sealed");
    }
  }

  Reply close() {
    sealed = true;
    return Reply.none();
  }

  Reply health(Ask ask) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("initialized", true);
    body.put("sealed", sealed);
    body.put("standby", sealed || standby != 0);
    body.put("replication_performance_mode", sealed ? "unknown" : "disabled");
    body.put("replication_dr_mode", sealed ? "unknown" : standby == 472 ? "secondary" : "disabled");
    body.put("server_time_utc", server.now().getEpochSecond());
    body.put("version", VERSION);
    if (!sealed) {
      body.put("cluster_name", "vault-cluster-emulated");
      body.put("cluster_id", cluster);
    }
    return Reply.bare(code(new Fields(ask.query())), body);
  }

  private int code(Fields query) {
    if (sealed) {
      return (int) query.number("sealedcode", 503);
    }
    return switch (standby) {
      case 0 -> (int) query.number("activecode", 200);
      case 472 -> (int) query.number("drsecondarycode", 472);
      case 473 ->
        query.flag("perfstandbyok", false)
            ? 200
            : (int) query.number("performancestandbycode", 473);
      default -> query.flag("standbyok", false) ? 200 : (int) query.number("standbycode", standby);
    };
  }

  Reply status() {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("type", "shamir");
    body.put("initialized", true);
    body.put("sealed", sealed);
    body.put("t", 1);
    body.put("n", 1);
    body.put("progress", 0);
    body.put("nonce", "");
    body.put("recovery_seal", false);
    body.put("version", VERSION);
    body.put("commit_date", "2026-10-01T15:32:54Z");
    body.put("migration", false);
    if (!sealed) {
      body.put("cluster_name", "vault-cluster-emulated");
      body.put("cluster_id", cluster);
    }
    body.put("storage_type", "inmem");
    return Reply.bare(200, body);
  }
}
