package dev.keyturn.azure;

import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The error that the vault answered: its code, and the inner one that tells what a refusal is about. Its
 * own text is not read. What is shown has to have the form of what it is.
 */
record ServiceError(
    int status, @Nullable String name, @Nullable String inner) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9]{0,79}");

  /** Reads the body of an answer that is no success. */
  static ServiceError of(int status, @Nullable Map<String, Object> body) {
    if (body == null || !(body.get("error") instanceof Map<?, ?> error)) {
      return new ServiceError(status, null, null);
    }
    Object nested = error.get("innererror");
    String inner = nested instanceof Map<?, ?> members ? name(members.get("code")) : null;
    return new ServiceError(status, name(error.get("code")), inner);
  }

  private static @Nullable String name(@Nullable Object value) {
    return value instanceof String text && NAME.matcher(text).matches() ? text : null;
  }

  /** As the service says it, and nothing else of what it says. */
  String body() {
    if (name == null) {
      return "{}";
    }
    String nested = inner == null ? "" : ",\"innererror\":{\"code\":\"" + inner + "\"}";
    return "{\"error\":{\"code\":\"" + name + "\",\"message\":\"\"" + nested + "}}";
  }

  boolean is(String other) {
    return other.equals(inner) || other.equals(name);
  }

  /** {@return the service's codes, or the status of an answer that has none} */
  @Override
  public String toString() {
    if (name == null) {
      return "status " + status;
    }
    return inner == null ? name : name + ", " + inner;
  }
}
