package dev.keyturn.testkit.internal.gcp;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One secret with its versions. Not safe for use by several threads; the book is its monitor. */
final class SecretEntry {
  private final String name;
  private final Instant created;
  private final Map<String, @Nullable Object> facts;
  private final List<SecretVersion> versions = new ArrayList<>();
  private String etag = Etags.next();

  /** A bit that is wrong in every answer, or -1. */
  int flippedBit = -1;

  /** Whether its answers lack the checksum. */
  boolean unchecked;

  SecretEntry(String name, Instant now, Map<String, @Nullable Object> facts) {
    this.name = name;
    this.created = now;
    this.facts = new LinkedHashMap<>(facts);
  }

  String name() {
    return name;
  }

  Map<String, @Nullable Object> facts() {
    return facts;
  }

  void touch() {
    etag = Etags.next();
  }

  SecretVersion add(byte[] value, Instant now, boolean checked) {
    Instant created = now.truncatedTo(ChronoUnit.MICROS);
    SecretVersion version = new SecretVersion(versions.size() + 1, value, created, checked);
    versions.add(version);
    return version;
  }

  /** The newest first. */
  List<SecretVersion> versions() {
    List<SecretVersion> newestFirst = new ArrayList<>(versions);
    Collections.reverse(newestFirst);
    return newestFirst;
  }

  /** Finds a version by number, alias or {@code latest}, which is the newest whatever its state. */
  @Nullable
  SecretVersion version(String spelled) {
    int number = spelled.equals("latest") ? versions.size() : number(spelled);
    return number < 1 || number > versions.size() ? null : versions.get(number - 1);
  }

  private int number(String spelled) {
    Object aliased = aliases().get(spelled);
    String text = aliased == null ? spelled : aliased.toString();
    return text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : 0;
  }

  Map<?, ?> aliases() {
    return facts.get("versionAliases") instanceof Map<?, ?> aliases ? aliases : Map.of();
  }

  /** Where the versions are kept, as each of them says it. */
  @Nullable
  Object replicationStatus() {
    Object replication = facts.get("replication");
    if (!(replication instanceof Map<?, ?> how)) {
      return null;
    }
    if (!(how.get("userManaged") instanceof Map<?, ?> managed)
        || !(managed.get("replicas") instanceof List<?> replicas)) {
      return Map.of("automatic", Map.of());
    }
    List<Object> places = new ArrayList<>();
    for (Object replica : replicas) {
      if (replica instanceof Map<?, ?> one && one.get("location") != null) {
        places.add(Map.of("location", one.get("location")));
      }
    }
    return Map.of("userManaged", Map.of("replicas", places));
  }

  boolean hasExpired(Instant now) {
    return facts.get("expireTime") instanceof String end && !now.isBefore(Instant.parse(end));
  }

  /** As the service shows it. */
  Map<String, @Nullable Object> shown() {
    Map<String, @Nullable Object> shown = new LinkedHashMap<>();
    shown.put("name", name);
    shown.put("createTime", created.truncatedTo(ChronoUnit.MICROS).toString());
    shown.putAll(facts);
    shown.put("etag", etag);
    return shown;
  }
}
