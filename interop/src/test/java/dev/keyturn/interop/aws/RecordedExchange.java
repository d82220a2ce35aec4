package dev.keyturn.interop.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/** One request and what the real service answered. Header names are in small letters. */
record RecordedExchange(
    Map<String, String> requestHeaders,
    String requestBody,
    int status,
    Map<String, String> headers,
    String body) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** When it was answered, to the second. */
  Instant date() {
    return ZonedDateTime.parse(headers.get("date"), DateTimeFormatter.RFC_1123_DATE_TIME)
        .toInstant();
  }

  String name() {
    String target = requestHeaders.get("x-amz-target");
    return target == null ? requestBody.replaceAll("^Action=([^&]*).*", "$1") : target;
  }

  /** Reads a file of either form. */
  static List<RecordedExchange> read(Path file) throws IOException {
    JsonNode root = JSON.readTree(file.toFile());
    return root.has("Entries") ? replay(root.get("Entries")) : traffic(root.get("events"));
  }

  private static List<RecordedExchange> replay(JsonNode entries) throws IOException {
    List<RecordedExchange> exchanges = new ArrayList<>();
    for (JsonNode entry : entries) {
      JsonNode request = entry.get("Request");
      JsonNode response = entry.get("Response");
      StringBuilder body = new StringBuilder();
      for (JsonNode part : request.get("BodyParts")) {
        body.append(new String(decode(part), StandardCharsets.UTF_8));
      }
      Map<String, String> headers = headers(response.get("Header"));
      exchanges.add(new RecordedExchange(
          headers(request.get("Header")),
          body.toString(),
          response.get("StatusCode").intValue(),
          headers,
          plain(headers, decode(response.get("Body")))));
    }
    return exchanges;
  }

  private static List<RecordedExchange> traffic(JsonNode events) {
    Map<String, String> requestHeaders = Map.of();
    Map<String, String> headers = Map.of();
    int status = 0;
    StringBuilder sent = new StringBuilder();
    StringBuilder received = new StringBuilder();
    for (JsonNode event : events) {
      JsonNode action = event.get("action");
      if (action.has("Request")) {
        requestHeaders = headers(action.at("/Request/request/headers"));
      } else if (action.has("Response")) {
        status = action.at("/Response/response/Ok/status").intValue();
        headers = headers(action.at("/Response/response/Ok/headers"));
      } else if (action.has("Data")) {
        boolean request = action.at("/Data/direction").textValue().equals("Request");
        (request ? sent : received).append(action.at("/Data/data/Utf8").textValue());
      }
    }
    return List.of(new RecordedExchange(
        requestHeaders, sent.toString(), status, headers, received.toString()));
  }

  private static byte[] decode(JsonNode base64) {
    return Base64.getDecoder().decode(base64.textValue());
  }

  private static Map<String, String> headers(JsonNode node) {
    Map<String, String> headers = new TreeMap<>();
    for (Map.Entry<String, JsonNode> header : node.properties()) {
      String name = header.getKey().toLowerCase(Locale.ROOT);
      headers.put(name, header.getValue().get(0).textValue());
    }
    return headers;
  }

  private static String plain(Map<String, String> headers, byte[] body) throws IOException {
    return new String(
        unzipped("gzip".equals(headers.get("content-encoding")), body), StandardCharsets.UTF_8);
  }

  static byte[] unzipped(boolean zipped, byte[] body) throws IOException {
    if (!zipped) {
      return body;
    }
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
      return in.readAllBytes();
    }
  }
}
