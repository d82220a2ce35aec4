package dev.keyturn.testkit.internal.vault;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A secret with its versions. */
final class KvSecret {
  private static final int USUAL_MOST = 10;

  final NavigableMap<Integer, KvVersion> versions = new TreeMap<>();
  final KvSettings settings = new KvSettings();
  private final Instant created;
  Instant updated;
  int metadataVersion;

  @Nullable
  Map<String, @Nullable Object> custom;

  private int current;
  private int oldest;

  KvSecret(Instant now) {
    created = now;
    updated = now;
  }

  int current() {
    return current;
  }

  /** The version of a number, the current one for zero; null if there is none. */
  @Nullable
  KvVersion version(long number) {
    return versions.get(number <= 0 ? current : (int) number);
  }

  KvVersion add(@Nullable Map<String, @Nullable Object> data, Instant now, KvSettings mount) {
    Duration life = settings.deleteAfter.isZero() ? mount.deleteAfter : settings.deleteAfter;
    current++;
    updated = now;
    KvVersion version = new KvVersion(current, data, now, life.isZero() ? null : now.plus(life));
    versions.put(current, version);
    prune(settings.most == 0 ? mount.most : settings.most);
    return version;
  }

  private void prune(int most) {
    int kept = most == 0 ? USUAL_MOST : most;
    while (versions.size() > kept) {
      versions.pollFirstEntry();
      oldest = versions.firstKey();
    }
  }

  Map<String, @Nullable Object> describe() {
    Map<String, Object> all = new LinkedHashMap<>();
    versions.forEach((number, version) -> all.put(number.toString(), version.summary()));
    Map<String, @Nullable Object> data = settings.describe();
    data.put("created_time", created.toString());
    data.put("current_metadata_version", metadataVersion);
    data.put("current_version", current);
    data.put("custom_metadata", custom);
    data.put("oldest_version", oldest);
    data.put("updated_time", updated.toString());
    data.put("versions", all);
    return data;
  }
}
