package dev.keyturn.testkit.internal.gcp;

import dev.keyturn.testkit.internal.http.Answer;
import dev.keyturn.testkit.internal.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** The server in front of Google's services, which dresses every answer. */
final class Front {
  private Front() {}

  static Answer answer(int status, Map<String, ?> body) {
    return new Answer(status, headers("application/json; charset=UTF-8"), Json.write(body));
  }

  /** What is no method of any service is answered by a page. */
  static Answer nothingHere() {
    byte[] page =
        "<!DOCTYPE html><title>Error 404 (Not Found)</title>The requested URL was not found."
            .getBytes(StandardCharsets.UTF_8);
    return new Answer(404, headers("text/html; charset=UTF-8"), page);
  }

  private static Map<String, String> headers(String type) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", type);
    headers.put("Cache-Control", "private");
    headers.put("Server", "ESF");
    headers.put("Vary", "Origin, X-Origin, Referer");
    headers.put("X-Content-Type-Options", "nosniff");
    headers.put("X-Frame-Options", "SAMEORIGIN");
    headers.put("X-XSS-Protection", "0");
    return headers;
  }
}
