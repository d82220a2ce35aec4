package dev.keyturn.testkit.internal.gcp;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** One version. It holds a value, so it does not print itself. */
final class SecretVersion {
  final int number;
  private final Instant created;
  private final boolean checked;
  private byte[] value;
  private VersionState state = VersionState.ENABLED;
  private @Nullable Instant destroyed;
  private String etag = Etags.next();

  /**
   * A new version.
   *
   * @param checked whether its writer sent a checksum
   */
  SecretVersion(int number, byte[] value, Instant created, boolean checked) {
    this.number = number;
    this.value = value;
    this.created = created;
    this.checked = checked;
  }

  VersionState state() {
    return state;
  }

  byte[] value() {
    return value.clone();
  }

  void enter(VersionState next, Instant now) {
    if (state == VersionState.DESTROYED) {
      throw new IllegalStateException("destroyed");
    }
    state = next;
    etag = Etags.next();
    if (next == VersionState.DESTROYED) {
      value = new byte[0];
      destroyed = now;
    }
  }

  static long checksum(byte[] bytes) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes);
    return checksum.getValue();
  }

  /** As the service shows it, without the value. */
  Map<String, Object> shown(SecretEntry secret, boolean enumsAsNumbers) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("name", secret.name() + "/versions/" + number);
    shown.put("createTime", created.toString());
    if (destroyed != null) {
      shown.put("destroyTime", destroyed.toString());
    }
    shown.put("state", enumsAsNumbers ? (Object) state.number : state.name());
    if (secret.replicationStatus() != null) {
      shown.put("replicationStatus", secret.replicationStatus());
    }
    shown.put("etag", etag);
    if (checked) {
      shown.put("clientSpecifiedPayloadChecksum", true);
    }
    return shown;
  }
}
