package dev.keyturn.interop.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.testkit.AzureKeyVaultEmulator;
import dev.keyturn.testkit.ManualTime;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Sends what vaults were once asked to the emulator: the same status, codes, headers and form of the body
 * have to come back. Values, ids and the words of messages are each vault's own.
 */
class AzureEmulatorAgainstRecordingsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern TOLD =
      Pattern.compile("/error/(innererror/)?code|/attributes/(enabled|exp|nbf)|/contentType");
  private static final Set<String> SAME = Set.of(
      "cache-control",
      "pragma",
      "expires",
      "content-type",
      "strict-transport-security",
      "x-content-type-options");
  private static final Set<String> THERE = Set.of(
      "www-authenticate",
      "x-ms-request-id",
      "x-ms-keyvault-region",
      "x-ms-keyvault-service-version",
      "x-ms-keyvault-network-info",
      "x-ms-keyvault-rbac-assignment-id");

  /** They fill pages and are not shown: three pages before the one secret, two before the other, one after. */
  private static final List<String> DELETED =
      List.of("a1", "a2", "a3", "a4", "a5", "a6", "k1", "k2", "k3", "k4", "k5", "n1", "z1");

  private static final Set<String> PROVEN = new TreeSet<>();

  @TestFactory
  Stream<DynamicTest> answersAsTheRealServiceDid() throws IOException {
    return AzureRecording.all().stream()
        .map(recording -> dynamicTest(recording.file(), () -> {
          new Replay(recording).run();
          PROVEN.add(recording.file());
        }));
  }

  @AfterAll
  static void tellEverySituation() throws IOException {
    assertThat(AzureTable.print(PROVEN))
        .as("situations that no recording proved")
        .isEmpty();
  }

  /** One recording, against an emulator whose clock goes as the recording's. */
  private static final class Replay {
    private final AzureRecording recording;
    private final ManualTime time = new ManualTime();
    private final AzureKeyVaultEmulator emulator = AzureKeyVaultEmulator.start(time);
    private final Map<String, String> versions = new HashMap<>();
    private String next = "";
    private Instant now;

    private Replay(AzureRecording recording) {
      this.recording = recording;
    }

    private void run() throws Exception {
      try (emulator) {
        VaultClient client = new VaultClient(emulator);
        prepare(client);
        now = recording.exchanges().get(0).date();
        for (AzureRecording.Exchange exchange : recording.exchanges()) {
          time.advance(Duration.between(now, exchange.date()));
          now = exchange.date();
          compare(exchange, send(client, exchange));
        }
      }
    }

    /** How the vault grants rights, how long its deletions took to be seen, and what it held before. */
    private void prepare(VaultClient client) throws IOException, InterruptedException {
      boolean roles = recording.exchanges().stream()
          .anyMatch(one -> one.headers().containsKey("x-ms-keyvault-rbac-assignment-id"));
      if (!roles) {
        emulator.useAccessPolicies();
      }
      emulator.settleAfter(settling());
      boolean emptyPages = recording.exchanges().stream()
          .anyMatch(one -> one.body().startsWith("{\"value\":[],\"nextLink\":\"http"));
      for (String name : emptyPages ? DELETED : List.<String>of()) {
        emulator.put(name, "value");
        emulator.delete(name);
      }
      for (AzureRecording.Exchange exchange : recording.exchanges()) {
        if (exchange.path().equals("/secrets") && exchange.status() == 200) {
          putListed(client, exchange);
        }
      }
    }

    private void putListed(VaultClient client, AzureRecording.Exchange list)
        throws IOException, InterruptedException {
      for (JsonNode secret : list.json().get("value")) {
        String path = "/secrets/" + last(secret.get("id"));
        boolean made = recording.exchanges().stream()
            .anyMatch(one -> one.method().equals("PUT") && one.path().equals(path));
        if (!made) {
          String body = ((ObjectNode) secret.deepCopy()).put("value", "v").toString();
          assertThat(client.send("PUT", path + "?api-version=7.4", body, true).statusCode())
              .isEqualTo(200);
        }
      }
    }

    /** A second more than the longest wait that found a deletion or a recovery not yet seen. */
    private Duration settling() {
      Duration settling = Duration.ZERO;
      AzureRecording.Exchange change = null;
      for (AzureRecording.Exchange exchange : recording.exchanges()) {
        boolean deletes = exchange.method().equals("DELETE") && exchange.status() == 200;
        boolean recovers = exchange.method().equals("POST");
        change = deletes || recovers ? exchange : change;
        boolean where = change != null
            && exchange.path().startsWith("/deletedsecrets") == change.method().equals("DELETE");
        if (exchange.status() == 404 && where) {
          Duration waited = Duration.between(change.date(), exchange.date()).plusSeconds(1);
          settling = waited.compareTo(settling) > 0 ? waited : settling;
        }
      }
      return settling;
    }

    private HttpResponse<String> send(VaultClient client, AzureRecording.Exchange exchange)
        throws IOException, InterruptedException {
      String target = exchange.target().contains("$skiptoken") ? next : exchange.target();
      for (Map.Entry<String, String> version : versions.entrySet()) {
        target = target.replace(version.getKey(), version.getValue());
      }
      boolean bearing = exchange.status() != 401;
      return client.send(exchange.method(), target, exchange.requestBody(), bearing);
    }

    private void compare(AzureRecording.Exchange recorded, HttpResponse<String> answer)
        throws IOException {
      String which = recording.file() + ": " + recorded.method() + " " + recorded.path() + ": ";
      assertThat(answer.statusCode()).as(which + "status").isEqualTo(recorded.status());
      assertThat(headers(recorded.headers(), answer))
          .as(which + "headers")
          .isEqualTo(wanted(recorded));
      if (!recorded.body().isEmpty()) {
        JsonNode body = JSON.readTree(answer.body());
        assertThat(shape(body)).as(which + "body").isEqualTo(shape(recorded.json()));
        remember(recorded.json(), body);
      }
    }

    /** Ids of versions are chosen by the vault, and so are the links to next pages. */
    private void remember(JsonNode recorded, JsonNode body) {
      if (recorded.path("id").asText().matches(".*/secrets/[^/]*/[0-9a-f]{32}")) {
        versions.put(last(recorded.get("id")), last(body.get("id")));
      }
      if (body.has("nextLink")) {
        next = body.get("nextLink").asText("").replaceFirst("^https://[^/]*", "");
      }
    }

    private static String last(JsonNode id) {
      return id.asText().substring(id.asText().lastIndexOf('/') + 1);
    }

    private static Map<String, String> wanted(AzureRecording.Exchange recorded) {
      Map<String, String> wanted = new TreeMap<>();
      recorded.headers().forEach((name, value) -> {
        if (SAME.contains(name) && !recorded.body().isEmpty()) {
          wanted.put(name, value);
        } else if (THERE.contains(name)) {
          wanted.put(name, "there");
        }
      });
      return wanted;
    }

    /** Of our headers those that were recorded; the right that let a caller in is told only if it was. */
    private static Map<String, String> headers(
        Map<String, String> recorded, HttpResponse<String> answer) {
      Map<String, String> headers = new TreeMap<>();
      for (String name : answer.headers().map().keySet()) {
        String value = answer.headers().firstValue(name).orElseThrow();
        boolean told = recorded.containsKey(name) || name.contains("rbac");
        if (SAME.contains(name)
            && told
            && !answer.body().isEmpty()
            && !(answer.statusCode() == 401 && !recorded.containsKey("content-type"))) {
          headers.put(name, value);
        } else if (THERE.contains(name) && told) {
          headers.put(name, "there");
        }
      }
      return headers;
    }

    private static Map<String, String> shape(JsonNode node) {
      Map<String, String> shape = new TreeMap<>();
      collect(shape, "", node);
      return shape;
    }

    private static void collect(Map<String, String> shape, String path, JsonNode node) {
      if (node.isContainerNode()) {
        shape.put(
            path + "/", node.getNodeType() + " of " + (node.isArray() ? node.size() : "members"));
        node.properties()
            .forEach(member -> collect(shape, path + "/" + member.getKey(), member.getValue()));
        for (int i = 0; node.isArray() && i < node.size(); i++) {
          collect(shape, path + "[" + i + "]", node.get(i));
        }
      } else {
        boolean told = TOLD.matcher(path).matches();
        shape.put(path, node.getNodeType() + (told ? " " + node.asText() : ""));
      }
    }
  }
}
