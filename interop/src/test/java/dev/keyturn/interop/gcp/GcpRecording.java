package dev.keyturn.interop.gcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.interop.Recordings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** A file of recorded answers of Secret Manager, in any of the four forms that there are. */
final class GcpRecording {
  static final String HOST = "https://secretmanager.googleapis.com";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern STATUS = Pattern.compile("\\n([1-5][0-9][0-9]) [A-Z][A-Za-z ]*\\n");

  private final String file;
  private final List<GcpExchange> exchanges;

  private GcpRecording(String file, List<GcpExchange> exchanges) {
    this.file = file;
    this.exchanges = exchanges;
  }

  String file() {
    return file;
  }

  List<GcpExchange> exchanges() {
    return exchanges;
  }

  static List<GcpRecording> all() throws IOException {
    List<GcpRecording> all = new ArrayList<>();
    for (Path file : Recordings.files("gcp", "*")) {
      all.add(new GcpRecording(file.getFileName().toString(), read(file)));
    }
    return all;
  }

  private static List<GcpExchange> read(Path file) throws IOException {
    String name = file.getFileName().toString();
    String text = Files.readString(file);
    if (name.endsWith(".http.log")) {
      return ofLog(text);
    }
    if (name.endsWith(".vcr.yaml")) {
      return inOrderOfEffect(ofCassette(text));
    }
    if (name.endsWith(".grpc.json")) {
      return ofGrpc(JSON.readTree(text));
    }
    return ofFlight(JSON.readTree(text));
  }

  // exchanges as text, with placeholders for what was an account's own

  private static List<GcpExchange> ofLog(String log) {
    String filled = log.replace("${projectId}", "example-project")
        .replace("${projectNumber}", "123456789")
        .replace("${uniqueId}", "u1")
        .replaceAll("\\$\\{[A-Za-z]+}", "x");
    List<GcpExchange> exchanges = new ArrayList<>();
    for (String text : filled.split("\\n---\\n", -1)) {
      Matcher status = STATUS.matcher(text);
      if (status.find()) {
        String[] request = text.substring(0, status.start()).strip().split("\\n\\n", 2);
        String[] answer = text.substring(status.end()).strip().split("\\n\\n", 2);
        String[] line = request[0].lines().findFirst().orElseThrow().split(" ");
        exchanges.add(new GcpExchange(
            line[0],
            line[1].substring(HOST.length()),
            request.length == 1 ? "" : request[1],
            Integer.parseInt(status.group(1)),
            headers(answer[0]),
            answer.length == 1 ? "" : answer[1]));
      }
    }
    return exchanges;
  }

  private static Map<String, String> headers(String lines) {
    Map<String, String> headers = new TreeMap<>();
    lines.lines().forEach(line -> {
      String[] sides = line.split(": ", 2);
      headers.merge(
          sides[0].toLowerCase(Locale.ROOT), sides[1], (one, other) -> one + ", " + other);
    });
    return headers;
  }

  // cassettes

  private static List<GcpExchange> ofCassette(String yaml) {
    Object root = new Load(LoadSettings.builder().build()).loadFromString(yaml);
    List<GcpExchange> exchanges = new ArrayList<>();
    for (JsonNode interaction : JSON.valueToTree(root).get("interactions")) {
      JsonNode request = interaction.get("request");
      JsonNode response = interaction.get("response");
      exchanges.add(new GcpExchange(
          request.get("method").textValue(),
          request.get("url").textValue().substring(HOST.length()),
          request.get("body").textValue(),
          response.get("code").intValue(),
          Map.of("content-type", response.at("/headers/Content-Type/0").textValue()),
          response.get("body").textValue()));
    }
    return exchanges;
  }

  /** They are in the order in which they began; a version was destroyed while its secret was deleted. */
  private static List<GcpExchange> inOrderOfEffect(List<GcpExchange> exchanges) {
    for (int i = 1; i < exchanges.size(); i++) {
      boolean late = exchanges.get(i - 1).path().endsWith(":destroy")
          && exchanges.get(i - 1).status() == 404
          && exchanges.get(i).method().equals("DELETE");
      if (late) {
        Collections.swap(exchanges, i - 1, i);
      }
    }
    return exchanges;
  }

  // gRPC, as REST would have it

  private static List<GcpExchange> ofGrpc(JsonNode calls) {
    List<GcpExchange> exchanges = new ArrayList<>();
    for (JsonNode call : calls) {
      JsonNode request = call.get("request");
      JsonNode response = call.get("response");
      boolean failed = response.has("error");
      exchanges.add(new GcpExchange(
          method(call),
          uri(call),
          body(request),
          failed ? 404 : 200,
          Map.of(),
          failed ? error(response.get("error")) : response.toString()));
    }
    return exchanges;
  }

  private static String method(JsonNode call) {
    return switch (call.get("method").textValue()) {
      case "CreateSecret", "AddSecretVersion" -> "POST";
      case "DeleteSecret" -> "DELETE";
      default -> "GET";
    };
  }

  private static String uri(JsonNode call) {
    JsonNode request = call.get("request");
    String name = request.path(request.has("name") ? "name" : "parent").textValue();
    String verb = switch (call.get("method").textValue()) {
      case "CreateSecret" -> "/secrets?secretId=" + request.get("secretId").textValue();
      case "AddSecretVersion" -> ":addVersion";
      case "AccessSecretVersion" -> ":access";
      default -> "";
    };
    return "/v1/" + name + verb;
  }

  private static String body(JsonNode request) {
    if (request.has("secretId")) {
      return "{\"replication\":{\"automatic\":{}}}";
    }
    return request.has("payload") ? "{\"payload\":" + request.get("payload") + "}" : "";
  }

  private static String error(JsonNode error) {
    if (!error.get("grpcStatus").textValue().equals("NOT_FOUND")) {
      throw new AssertionError("no status is known for " + error.get("grpcStatus"));
    }
    ObjectNode body = JSON.createObjectNode();
    body.put("code", 404);
    body.set("message", error.get("message"));
    body.set("status", error.get("grpcStatus"));
    return JSON.createObjectNode().set("error", body).toString();
  }

  // one answer, without its request

  private static List<GcpExchange> ofFlight(JsonNode flight) {
    Map<String, String> headers = new TreeMap<>();
    flight
        .get("headers")
        .properties()
        .forEach(header -> headers.put(header.getKey(), header.getValue().textValue()));
    String uri = headers.get("content-location").substring(HOST.length());
    int status = Integer.parseInt(headers.get("status"));
    return List.of(
        new GcpExchange("GET", uri, "", status, headers, flight.get("body").toString()));
  }
}
