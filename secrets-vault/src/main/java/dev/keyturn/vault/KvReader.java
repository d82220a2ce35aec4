package dev.keyturn.vault;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.StoredSecret;
import dev.keyturn.spi.StoreException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads from KV. All fields of a secret come by one answer, so they are of one version. */
final class KvReader {
  private final Vault vault;
  private final Mounts mounts;
  private final Refusals refusals;
  private final SeenVersions versions = new SeenVersions();

  KvReader(Vault vault, Mounts mounts, Refusals refusals) {
    this.vault = vault;
    this.mounts = mounts;
    this.refusals = refusals;
  }

  StoredSecret read(Mount mount, VaultPath asked, Session session, Deadline deadline)
      throws StoreException, InterruptedException {
    String path = mount.apiPath(asked);
    String query = asked.version() == null ? "" : "?version=" + asked.version();
    Answer answer = vault.get(VaultPath.encode(path) + query, session.token(), deadline);
    Json data = answer.object("data");
    if (answer.status() == 404 && data != null && data.object("metadata") != null) {
      throw removed(data.object("metadata"), mount, asked);
    }
    if (answer.status() == 404) {
      throw missing(answer, mount, asked, path);
    }
    if (!answer.isSuccess()) {
      throw refusals.of(answer, path, session, deadline);
    }
    StoredSecret stored = stored(mount, data);
    if (asked.version() == null) {
      stored.version().ifPresent(version -> versions.saw(asked.path(), version));
    }
    return stored;
  }

  /** The version before the one that was current when it was last read; empty if there may be none. */
  Optional<String> before(String path) {
    return versions.before(path);
  }

  private static StoredSecret stored(Mount mount, @Nullable Json data) throws StoreException {
    if (mount.kind() == Mount.Kind.KV1 && data != null) {
      return StoredSecret.of(data.write());
    }
    Json values = data == null ? null : data.object("data");
    Json metadata = data == null ? null : data.object("metadata");
    if (values == null || metadata == null || metadata.spelled("version").isEmpty()) {
      throw new StoreException(
          ErrorCode.MALFORMED,
          "the answer holds no secret of KV version " + (mount.kind() == Mount.Kind.KV1 ? 1 : 2)
              + "; is " + mount.path() + " of that version?");
    }
    return StoredSecret.of(values.write())
        .withVersion(metadata.spelled("version"))
        .withCreatedAt(instant(metadata.text("created_time")))
        .withExpiresAt(instant(metadata.text("deletion_time")));
  }

  /** A moment as Go writes it; null if there is none. */
  static @Nullable Instant instant(String text) {
    try {
      return text.isEmpty() ? null : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static StoreException removed(Json metadata, Mount mount, VaultPath asked) {
    String version = metadata.spelled("version");
    String which = "version " + version + " of it ";
    if (metadata.isTrue("destroyed")) {
      return new StoreException(ErrorCode.NOT_FOUND, which + "is destroyed, for good");
    }
    return new StoreException(
        ErrorCode.NOT_FOUND,
        which + "is deleted; `vault kv undelete -mount=" + mount.path() + " -versions=" + version
            + " " + mount.rest(asked) + "` brings it back");
  }

  private StoreException missing(Answer answer, Mount mount, VaultPath asked, String path) {
    if (answer.says("invalid path for a versioned")) {
      mounts.forget(mount);
      return new StoreException(
          ErrorCode.NOT_FOUND,
          mount.path() + " is KV of version 2 and was read as version 1; check kv-version");
    }
    if (answer.says("no handler for route")) {
      mounts.forget(mount);
      return new StoreException(
          ErrorCode.NOT_FOUND, "nothing is mounted at " + mount.path() + " any more");
    }
    String hint = "";
    if (mount.kind() == Mount.Kind.KV2 && mount.rest(asked).startsWith("data/")) {
      hint = "; leave data/ out: " + mount.path() + mount.rest(asked).substring("data".length());
    } else if (asked.version() != null) {
      hint = ", or it has no version " + asked.version();
    }
    return new StoreException(ErrorCode.NOT_FOUND, "there is nothing at " + path + hint);
  }
}
