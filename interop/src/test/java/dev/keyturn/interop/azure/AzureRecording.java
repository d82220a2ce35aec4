package dev.keyturn.interop.azure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.interop.Recordings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What a vault was asked, and what it answered, in the order in which it happened. */
record AzureRecording(String file, List<Exchange> exchanges) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> NO_HEADERS = Set.of("statuscode", "status_code", "body");

  /** One request and its answer. Header names are in small letters; a body that is missing is empty. */
  record Exchange(
      String method,
      String target,
      String requestBody,
      int status,
      Map<String, String> headers,
      String body) {
    /** The path without a slash at its end. */
    String path() {
      return target.replaceAll("\\?.*", "").replaceAll("/$", "");
    }

    /** When it was answered, to the second. */
    Instant date() {
      return ZonedDateTime.parse(headers.get("date"), DateTimeFormatter.RFC_1123_DATE_TIME)
          .toInstant();
    }

    JsonNode json() throws IOException {
      return JSON.readTree(body);
    }

    /** Whether it reads one secret, as Keyturn does. */
    boolean isRead() {
      return method.equals("GET")
          && path().startsWith("/secrets/")
          && !path().endsWith("/versions")
          && status != 401;
    }
  }

  static List<AzureRecording> all() throws IOException {
    List<AzureRecording> all = new ArrayList<>();
    for (Path file : Recordings.files("azure", "*.json")) {
      all.add(read(file));
    }
    return all;
  }

  private static AzureRecording read(Path file) throws IOException {
    JsonNode root = JSON.readTree(file.toFile());
    List<Exchange> exchanges = new ArrayList<>();
    for (JsonNode call : root.path("networkCallRecords")) {
      exchanges.add(networkCall(call));
    }
    for (JsonNode entry : root.path("Entries")) {
      exchanges.add(entry(entry));
    }
    for (JsonNode interaction : root.path("interactions")) {
      exchanges.add(interaction(interaction));
    }
    return new AzureRecording(file.getFileName().toString(), exchanges);
  }

  /** A form without request bodies: what must have been sent is told by what came back. */
  private static Exchange networkCall(JsonNode call) throws IOException {
    JsonNode response = call.get("Response");
    Map<String, String> headers = new TreeMap<>();
    response.properties().forEach(member -> {
      String name = member.getKey().toLowerCase(Locale.ROOT);
      if (!NO_HEADERS.contains(name) && !name.equals("retry-after")) {
        headers.put(name, member.getValue().asText());
      }
    });
    String body = text(response.path("Body"), response.path("BODY"));
    String uri = text(call.path("Uri"), call.path("Url"));
    return new Exchange(
        call.get("Method").asText(),
        target(uri),
        sent(body),
        Integer.parseInt(text(response.path("StatusCode"), response.path("STATUS_CODE"))),
        headers,
        body);
  }

  private static String text(JsonNode one, JsonNode other) {
    return one.isMissingNode() ? other.asText("") : one.asText("");
  }

  private static String sent(String received) throws IOException {
    if (received.isEmpty() || !JSON.readTree(received).isObject()) {
      return "{}";
    }
    ObjectNode body = (ObjectNode) JSON.readTree(received);
    body.retain("value", "contentType", "tags", "attributes");
    return body.toString();
  }

  private static Exchange entry(JsonNode entry) {
    return new Exchange(
        entry.get("RequestMethod").asText(),
        target(entry.get("RequestUri").asText()),
        json(entry.path("RequestBody")),
        entry.get("StatusCode").asInt(),
        headers(entry.get("ResponseHeaders")),
        json(entry.path("ResponseBody")));
  }

  private static Exchange interaction(JsonNode interaction) {
    JsonNode request = interaction.get("request");
    JsonNode response = interaction.get("response");
    return new Exchange(
        request.get("method").asText(),
        target(request.get("uri").asText()),
        "",
        response.at("/status/code").asInt(),
        headers(response.get("headers")),
        json(response.at("/body/data")));
  }

  private static Map<String, String> headers(JsonNode node) {
    Map<String, String> headers = new TreeMap<>();
    node.properties().forEach(header -> {
      JsonNode value = header.getValue().isArray() ? header.getValue().get(0) : header.getValue();
      headers.put(header.getKey().toLowerCase(Locale.ROOT), value.asText());
    });
    return headers;
  }

  private static String json(JsonNode node) {
    return node.isMissingNode() || node.isNull() ? "" : node.toString();
  }

  /** Path and query, of whatever host. */
  private static String target(String uri) {
    return uri.replaceFirst("^https://[^/]*", "");
  }
}
