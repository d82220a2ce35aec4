package dev.keyturn.vault;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.spi.StoreException;

/** What a refused read means. A 403 has many reasons, and the server does not say which. */
final class Refusals {
  private final VaultSettings settings;
  private final Identity identity;

  Refusals(VaultSettings settings, Identity identity) {
    this.settings = settings;
    this.identity = identity;
  }

  /** Of a read of this path, spelled as policies do; a 404 is the caller's to explain further. */
  StoreException of(Answer answer, String path, Session session, Deadline deadline)
      throws StoreException, InterruptedException {
    return switch (answer.status()) {
      case 403, 401 -> identity.isKnown(session, deadline) ? denied(path, "read") : Identity.gone();
      case 404 -> missing(answer, path);
      case 400 -> rejected(answer, path);
      default -> VaultPath.invalid("Vault does not let " + path + " be read (" + answer + ")");
    };
  }

  /** Of the question which engine a path belongs to. */
  StoreException ofMount(Answer answer, VaultPath path, Session session, Deadline deadline)
      throws StoreException, InterruptedException {
    if (answer.status() == 403 && !identity.isKnown(session, deadline)) {
      return Identity.gone();
    }
    return new StoreException(
        ErrorCode.DENIED,
        "this login (" + identity.describe() + ") may read nothing where " + path.path()
            + " is, or nothing is mounted there; grant read on it, and if sys/internal/ui/mounts may"
            + " not be asked, set " + settings.key("kv-version.MOUNT") + " to 1 or 2");
  }

  /** Of a question about this login itself. */
  StoreException ofQuestion(Answer answer, String path, Session session, Deadline deadline)
      throws StoreException, InterruptedException {
    return answer.status() == 403 && identity.isKnown(session, deadline)
        ? denied(path, "update")
        : of(answer, path, session, deadline);
  }

  StoreException denied(String path, String capability) {
    return new StoreException(
        ErrorCode.DENIED,
        "needs "
            + capability
            + " on "
            + path
            + ": path \""
            + path
            + "\" { capabilities = [\""
            + capability
            + "\"] }, in a policy of this login ("
            + identity.describe()
            + "); a mount that is not there is refused as well");
  }

  private static StoreException missing(Answer answer, String path) {
    return new StoreException(
        ErrorCode.NOT_FOUND,
        answer.says("no handler for route")
            ? "nothing is mounted where " + path + " is"
            : "there is nothing at " + path);
  }

  /** An engine's own word. A role that is not there is a 400 too. */
  private static StoreException rejected(Answer answer, String path) {
    if (answer.says("unknown role", "role not found", "could not find role", "no such role")) {
      return new StoreException(ErrorCode.NOT_FOUND, "there is no such role: " + path);
    }
    return VaultPath.invalid("Vault does not let " + path + " be read like this (400)");
  }
}
