package dev.keyturn.testkit.internal.gcp;

import dev.keyturn.spi.TimeSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All secrets of all projects. Whoever uses it holds its monitor. */
final class SecretBook {
  private final TimeSource time;
  private final Places places = new Places();
  private final Map<String, SecretEntry> secrets = new TreeMap<>();

  SecretBook(TimeSource time) {
    this.time = time;
  }

  Instant now() {
    return time.instant();
  }

  Places places() {
    return places;
  }

  /** The full name of a secret, as answers spell it. */
  String name(Target target) {
    return places.parent(target.project(), target.location()) + "/secrets/" + target.secret();
  }

  /** Finds a secret by its full name; one whose time is over is gone. */
  @Nullable
  SecretEntry find(String name) {
    SecretEntry found = secrets.get(name);
    if (found != null && found.hasExpired(now())) {
      secrets.remove(name);
      return null;
    }
    return found;
  }

  SecretEntry create(String name, Map<String, @Nullable Object> facts) {
    SecretEntry created = new SecretEntry(name, now(), facts);
    secrets.put(name, created);
    return created;
  }

  void remove(String name) {
    secrets.remove(name);
  }

  /** Those of one project or region, in order. */
  List<SecretEntry> in(String parent) {
    List<SecretEntry> found = new ArrayList<>();
    for (String name : List.copyOf(secrets.keySet())) {
      SecretEntry secret = name.startsWith(parent + "/secrets/") ? find(name) : null;
      if (secret != null) {
        found.add(secret);
      }
    }
    return found;
  }
}
