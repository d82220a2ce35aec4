package dev.keyturn.interop.vault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Plays a script on one server, and remembers what its answers said. */
final class VaultPlayer {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern NAME = Pattern.compile("\\$\\{(\\w+)}");

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI address;
  private final Map<String, String> known;

  VaultPlayer(URI address, Map<String, String> known) {
    this.address = address;
    this.known = new HashMap<>(known);
  }

  HttpResponse<String> play(VaultStep step) throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(
            URI.create(address + "/v1/" + filled(step.path())))
        .method(
            step.method(),
            step.body().isEmpty()
                ? BodyPublishers.noBody()
                : BodyPublishers.ofString(filled(step.body())));
    if (!step.token().equals("none")) {
      request.header("X-Vault-Token", known.getOrDefault(step.token(), step.token()));
    }
    step.headers().forEach((name, value) -> request.header(name, filled(value).replace("~", " ")));
    HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
    for (Map.Entry<String, String> binding : step.bindings().entrySet()) {
      known.put(binding.getKey(), value(answer, binding.getValue()));
    }
    return answer;
  }

  private static String value(HttpResponse<String> answer, String pointer) throws IOException {
    JsonNode value = JSON.readTree(answer.body()).at(pointer);
    if (!value.isTextual()) {
      throw new AssertionError("no " + pointer + ": " + answer.statusCode());
    }
    return value.textValue();
  }

  private String filled(String text) {
    Matcher name = NAME.matcher(text);
    return name.replaceAll(
        found -> Matcher.quoteReplacement(known.getOrDefault(found.group(1), "?")));
  }
}
