package dev.keyturn.testkit.internal.aws;

import dev.keyturn.spi.TimeSource;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The parameters that there are, by name. Whoever uses it holds its monitor. */
final class ParameterBook {
  final SortedMap<String, Parameter> parameters = new TreeMap<>();
  private final TimeSource time;

  ParameterBook(TimeSource time) {
    this.time = time;
  }

  /** The service's times have milliseconds. */
  Instant now() {
    return time.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  @Nullable
  Parameter find(ParameterName wanted) {
    for (String name : wanted.names()) {
      Parameter parameter = parameters.get(name);
      if (parameter != null) {
        return parameter;
      }
    }
    return null;
  }

  Parameter get(ParameterName wanted) {
    Parameter parameter = find(wanted);
    if (parameter == null) {
      throw AwsError.of("ParameterNotFound", null);
    }
    return parameter;
  }

  ParameterVersion version(Parameter parameter, @Nullable String selector) {
    ParameterVersion version = selector == null ? parameter.newest() : parameter.selected(selector);
    if (version == null) {
      throw AwsError.of(
          "ParameterVersionNotFound",
          "Systems Manager could not find version "
              + selector
              + " of "
              + parameter.name
              + ". Verify the version and try again.");
    }
    return version;
  }

  /** The name that is meant, also where there is no such parameter. */
  String nameOf(String asked) {
    ParameterName wanted = ParameterName.parse(asked);
    Parameter parameter = find(wanted);
    return parameter == null ? wanted.names().get(0) : parameter.name;
  }
}
