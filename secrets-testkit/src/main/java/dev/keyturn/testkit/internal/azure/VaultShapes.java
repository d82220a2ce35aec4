package dev.keyturn.testkit.internal.azure;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How the vault writes secrets. */
final class VaultShapes {
  private final String address;
  private final boolean withDays;

  VaultShapes(String address, boolean withDays) {
    this.address = address;
    this.withDays = withDays;
  }

  String address() {
    return address;
  }

  Map<String, @Nullable Object> withValue(VaultSecret secret, VaultVersion version) {
    Map<String, @Nullable Object> shape = new LinkedHashMap<>();
    shape.put("value", version.value);
    shape.putAll(plain(secret, version));
    return shape;
  }

  Map<String, @Nullable Object> plain(VaultSecret secret, VaultVersion version) {
    return shape(version, address + "/secrets/" + secret.name + "/" + version.id);
  }

  /** In the list of all secrets: its current version, without the version's id. */
  Map<String, @Nullable Object> listed(VaultSecret secret) {
    return shape(secret.current(), address + "/secrets/" + secret.name);
  }

  private Map<String, @Nullable Object> shape(VaultVersion version, String id) {
    Map<String, @Nullable Object> shape = new LinkedHashMap<>();
    if (version.contentType != null) {
      shape.put("contentType", version.contentType);
    }
    shape.put("id", id);
    shape.put("attributes", version.attributes(withDays));
    if (version.tags != null) {
      shape.put("tags", version.tags);
    }
    return shape;
  }

  Map<String, @Nullable Object> deleted(VaultSecret secret) {
    long since = Objects.requireNonNull(secret.deleted).getEpochSecond();
    Map<String, @Nullable Object> shape = new LinkedHashMap<>();
    shape.put("recoveryId", address + "/deletedsecrets/" + secret.name);
    shape.put("deletedDate", since);
    shape.put("scheduledPurgeDate", since + VaultSecret.RECOVERABLE.toSeconds());
    shape.putAll(plain(secret, secret.current()));
    return shape;
  }
}
