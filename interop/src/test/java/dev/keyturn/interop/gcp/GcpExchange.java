package dev.keyturn.interop.gcp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;

/**
 * One request and what the real service answered. Names of headers are in small letters; there are none
 * of a recording by gRPC.
 *
 * @param uri path and query
 */
record GcpExchange(
    String method,
    String uri,
    String requestBody,
    int status,
    Map<String, String> headers,
    String body) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Whether it is the one call that Keyturn makes. */
  boolean isAccess() {
    return path().endsWith(":access");
  }

  String path() {
    return uri.replaceFirst("\\?.*", "");
  }

  JsonNode json() throws JsonProcessingException {
    return JSON.readTree(body);
  }

  /** Whether whoever recorded it put something else in the place of the body. */
  boolean isBodyLost() {
    return body.startsWith("fake error message");
  }

  @Override
  public String toString() {
    return method + " " + path();
  }
}
