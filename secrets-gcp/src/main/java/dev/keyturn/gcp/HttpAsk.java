package dev.keyturn.gcp;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request. It bears a token, so it does not print itself. */
final class HttpAsk {
  final String method;
  final URI address;
  final Map<String, List<String>> headers;
  final byte @Nullable [] body;

  HttpAsk(String method, URI address, Map<String, List<String>> headers, byte @Nullable [] body) {
    this.method = method;
    this.address = address;
    this.headers = headers;
    this.body = body;
  }
}
