package dev.keyturn.testkit.internal.vault;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One version of a secret. */
final class KvVersion {
  final int number;
  final Instant created;

  /** When it was, or will be, deleted; null for never. */
  @Nullable
  Instant deletion;

  /** Null once it is destroyed, or if it was written as null. */
  private @Nullable Map<String, @Nullable Object> data;

  private boolean destroyed;

  KvVersion(
      int number,
      @Nullable Map<String, @Nullable Object> data,
      Instant created,
      @Nullable Instant deletion) {
    this.number = number;
    this.data = data;
    this.created = created;
    this.deletion = deletion;
  }

  void destroy() {
    destroyed = true;
    data = null;
  }

  boolean isDestroyed() {
    return destroyed;
  }

  boolean isReadable(Instant now) {
    return !destroyed && (deletion == null || now.isBefore(deletion));
  }

  @Nullable
  Map<String, @Nullable Object> data() {
    return data;
  }

  /** What is told of it beside its data. */
  Map<String, @Nullable Object> describe(@Nullable Map<String, ?> custom) {
    Map<String, @Nullable Object> all = summary();
    all.put("custom_metadata", custom);
    all.put("version", number);
    return all;
  }

  /** What is told of it in a list of versions. */
  Map<String, @Nullable Object> summary() {
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    all.put("created_time", created.toString());
    all.put("deletion_time", deletion == null ? "" : deletion.toString());
    all.put("destroyed", destroyed);
    return all;
  }
}
