package dev.keyturn.testkit.internal.gcp;

import dev.keyturn.testkit.internal.http.Request;
import dev.keyturn.testkit.internal.json.Json;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request, taken apart. It may hold a secret, so it does not print itself. */
final class Ask {
  private final Target target;
  private final Map<String, String> query;
  private final Request request;

  Ask(Request request) {
    this.target = Target.of(request);
    this.query = Target.form(request.uri().getRawQuery());
    this.request = request;
  }

  Target target() {
    return target;
  }

  Map<String, String> query() {
    return query;
  }

  /** Whether clients of the newer kind ask, to whom a state is a number. */
  boolean wantsNumbers() {
    return query.getOrDefault("$alt", query.getOrDefault("alt", "")).contains("enum-encoding=int");
  }

  /** The body, read as an object; empty if there is none. */
  Map<String, @Nullable Object> body() {
    if (request.body().length == 0) {
      return Map.of();
    }
    try {
      return Json.read(request.body());
    } catch (IllegalArgumentException e) {
      throw GcpError.invalid("Invalid JSON payload received.");
    }
  }
}
