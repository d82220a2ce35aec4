package dev.keyturn.vault;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.spi.StoreException;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Which engine a path belongs to: as the configuration says, else as the server does, asked once. */
final class Mounts {
  private final VaultSettings settings;
  private final Vault vault;
  private final Refusals refusals;
  private final Map<String, Mount> told = new ConcurrentHashMap<>();
  private final Map<String, Mount> found = new ConcurrentHashMap<>();

  Mounts(VaultSettings settings, Vault vault, Refusals refusals) throws StoreException {
    this.settings = settings;
    this.vault = vault;
    this.refusals = refusals;
    settings
        .kvVersions()
        .forEach((path, version) ->
            told.put(path, new Mount(path, version == 2 ? Mount.Kind.KV2 : Mount.Kind.KV1)));
  }

  /** The mount as far as it is known; no I/O. */
  Optional<Mount> known(VaultPath path) {
    return longest(told, path).or(() -> longest(found, path));
  }

  private static Optional<Mount> longest(Map<String, Mount> mounts, VaultPath path) {
    return mounts.values().stream()
        .filter(mount -> mount.holds(path.path()))
        .max(Comparator.comparing(mount -> mount.path().length()));
  }

  /** The mount; asks the server unless it is known. */
  Mount of(VaultPath path, Session session, Deadline deadline)
      throws StoreException, InterruptedException {
    Optional<Mount> known = known(path);
    return known.isPresent() ? known.get() : ask(path, session, deadline);
  }

  /** What was found does not hold any more. */
  void forget(Mount mount) {
    found.remove(mount.path(), mount);
  }

  private Mount ask(VaultPath path, Session session, Deadline deadline)
      throws StoreException, InterruptedException {
    Answer answer = vault.get(
        "sys/internal/ui/mounts/" + VaultPath.encode(path.path()), session.token(), deadline);
    if (!answer.isSuccess()) {
      throw refusals.ofMount(answer, path, session, deadline);
    }
    Mount mount = mount(answer.object("data"));
    if (mount == null || !mount.holds(path.path())) {
      throw new StoreException(
          ErrorCode.MALFORMED,
          "Vault does not say which engine " + path.path() + " belongs to; set "
              + settings.key("kv-version.MOUNT") + " to 1 or 2");
    }
    found.put(mount.path(), mount);
    return mount;
  }

  private static @Nullable Mount mount(@Nullable Json data) {
    if (data == null || data.text("path").isEmpty()) {
      return null;
    }
    Json options = data.object("options");
    boolean second = options != null && options.text("version").equals("2");
    Mount.Kind kind = switch (data.text("type")) {
      case "kv" -> second ? Mount.Kind.KV2 : Mount.Kind.KV1;
      case "generic", "cubbyhole" -> Mount.Kind.KV1;
      default -> Mount.Kind.OTHER;
    };
    return new Mount(data.text("path").replaceAll("^/+|/+$", ""), kind);
  }
}
