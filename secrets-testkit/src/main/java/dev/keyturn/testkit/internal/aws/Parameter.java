package dev.keyturn.testkit.internal.aws;

import java.time.Instant;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One parameter. A label is on one of its versions at most. */
final class Parameter {
  static final String STRING = "String";
  static final String STRING_LIST = "StringList";
  static final String SECURE_STRING = "SecureString";
  static final Set<String> TYPES = Set.of(STRING, STRING_LIST, SECURE_STRING);

  private static final int MOST_VERSIONS = 100;

  final String name;
  final String type;
  final TreeMap<Long, ParameterVersion> versions = new TreeMap<>();

  Parameter(String name, String type) {
    this.name = name;
    this.type = type;
  }

  /** Adds a version; the oldest of a hundred goes, but not if it has a label. */
  ParameterVersion add(String value, Instant now) {
    if (versions.size() == MOST_VERSIONS) {
      dropOldest();
    }
    long number = versions.isEmpty() ? 1 : versions.lastKey() + 1;
    ParameterVersion version = new ParameterVersion(number, value, now);
    versions.put(number, version);
    return version;
  }

  private void dropOldest() {
    if (!versions.firstEntry().getValue().labels.isEmpty()) {
      throw AwsError.of(
          "ParameterMaxVersionLimitExceeded",
          "The oldest version of " + name + " has a label, so no version can be added.");
    }
    versions.pollFirstEntry();
  }

  ParameterVersion newest() {
    return versions.lastEntry().getValue();
  }

  /** The version with that number, or that label. */
  @Nullable
  ParameterVersion selected(String selector) {
    for (ParameterVersion version : versions.values()) {
      if (version.labels.contains(selector) || selector.equals(Long.toString(version.number))) {
        return version;
      }
    }
    return null;
  }

  void label(ParameterVersion version, String label) {
    versions.values().forEach(other -> other.labels.remove(label));
    version.labels.add(label);
  }
}
