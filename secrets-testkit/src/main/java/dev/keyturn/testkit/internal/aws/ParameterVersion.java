package dev.keyturn.testkit.internal.aws;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;

/** One version of a parameter, and its labels. Does not print itself. */
final class ParameterVersion {
  final long number;
  final String value;
  final Instant modified;
  final Set<String> labels = new LinkedHashSet<>();

  ParameterVersion(long number, String value, Instant modified) {
    this.number = number;
    this.value = value;
    this.modified = modified;
  }
}
