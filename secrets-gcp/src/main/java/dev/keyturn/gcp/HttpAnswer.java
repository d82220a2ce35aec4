package dev.keyturn.gcp;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An answer, read to its end. It may hold a secret, so it does not print itself. */
final class HttpAnswer {
  final int status;
  final Map<String, List<String>> headers;
  final byte[] body;

  HttpAnswer(int status, Map<String, List<String>> headers, byte[] body) {
    this.status = status;
    this.headers = headers;
    this.body = body;
  }

  Optional<String> header(String name) {
    return headers.entrySet().stream()
        .filter(header -> name.equalsIgnoreCase(header.getKey()))
        .flatMap(header -> header.getValue().stream())
        .findFirst();
  }
}
