package dev.keyturn.testkit.internal.gcp;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What somebody wrote about a secret, as the service keeps it. */
final class SecretFacts {
  private static final List<String> KEPT = List.of(
      "replication",
      "labels",
      "topics",
      "expireTime",
      "rotation",
      "versionAliases",
      "annotations",
      "versionDestroyTtl",
      "customerManagedEncryption",
      "tags");

  private SecretFacts() {}

  /** The facts of a new secret. */
  static Map<String, @Nullable Object> of(Map<String, @Nullable Object> written, Instant now) {
    Map<String, @Nullable Object> facts = new LinkedHashMap<>();
    for (String name : KEPT) {
      put(facts, name, written.get(name));
    }
    expire(facts, written, now);
    return facts;
  }

  /** Changes what the mask names: members, or members of members. */
  static void update(
      Map<String, @Nullable Object> facts,
      Map<String, @Nullable Object> written,
      String mask,
      Instant now) {
    for (String path : mask.split(",", -1)) {
      String[] steps = path.split("\\.", 2);
      if (!KEPT.contains(steps[0]) && !steps[0].equals("ttl")) {
        throw GcpError.invalid("Invalid field mask path.");
      }
      put(facts, steps[0], written.get(steps[0]));
      if (path.equals("ttl")) {
        expire(facts, written, now);
      }
    }
  }

  private static void put(
      Map<String, @Nullable Object> facts, String name, @Nullable Object value) {
    boolean nothing = value == null
        || (!name.equals("replication") && value instanceof Map<?, ?> map && map.isEmpty())
        || (value instanceof List<?> list && list.isEmpty());
    if (nothing) {
      facts.remove(name);
    } else {
      facts.put(name, value);
    }
  }

  /** A time to live is written only; what is read is when it ends. */
  private static void expire(
      Map<String, @Nullable Object> facts, Map<String, @Nullable Object> written, Instant now) {
    facts.remove("ttl");
    if (written.get("ttl") instanceof String ttl) {
      try {
        facts.put("expireTime", now.plus(Duration.parse("PT" + ttl)).toString());
      } catch (DateTimeException e) {
        throw GcpError.invalid("Invalid value at 'secret.ttl'.");
      }
    }
  }
}
