package dev.keyturn.testkit.internal.vault;

import java.util.List;

/** {@code sys/leases}. */
final class SysLeases {
  private final VaultServer server;

  SysLeases(VaultServer server) {
    this.server = server;
  }

  private static String id(Ask ask) {
    String id = ask.rest().isEmpty() ? ask.body().text("lease_id") : ask.rest();
    if (id.isEmpty()) {
      throw VaultError.bad("lease_id must be specified");
    }
    return id;
  }

  Reply renew(Ask ask) {
    onlyWrites(ask);
    Lease lease = server.leases.find(id(ask));
    if (lease == null) {
      throw VaultError.bad("lease not found");
    }
    if (lease.isOver(server.now())) {
      throw VaultError.bad("lease expired");
    }
    Grant grant = lease.renew(ask.body().span("increment"), server.now());
    return Reply.empty(200).leased(lease.id, grant.lifetime()).warning(grant.warnings());
  }

  Reply lookup(Ask ask) {
    if (ask.action() == Action.LIST) {
      return list(ask);
    }
    onlyWrites(ask);
    Lease lease = server.leases.find(id(ask));
    if (lease == null) {
      throw VaultError.bad("invalid lease");
    }
    return Reply.of(lease.describe(server.now()));
  }

  private Reply list(Ask ask) {
    List<String> ids =
        server.leases.select(ask.namespace()).stream().map(lease -> lease.id).toList();
    return KvOne.list(ids, ask.rest());
  }

  Reply revoke(Ask ask) {
    onlyWrites(ask);
    server.leases.revoke(id(ask));
    return Reply.none();
  }

  Reply revokePrefix(Ask ask) {
    onlyWrites(ask);
    server.leases.revokePrefix(ask.namespace(), ask.rest());
    return Reply.none();
  }

  private static void onlyWrites(Ask ask) {
    if (ask.action() != Action.WRITE) {
      throw VaultError.unsupportedOperation();
    }
  }
}
