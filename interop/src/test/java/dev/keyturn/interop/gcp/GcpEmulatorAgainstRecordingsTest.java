package dev.keyturn.interop.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.interop.BodyShape;
import dev.keyturn.testkit.GcpSecretManagerEmulator;
import dev.keyturn.testkit.ManualTime;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Sends what was once sent to Secret Manager to the emulator, in the same order, and compares. */
class GcpEmulatorAgainstRecordingsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> COMPARED_HEADERS = List.of(
      "content-type",
      "cache-control",
      "server",
      "vary",
      "x-content-type-options",
      "x-frame-options",
      "x-xss-protection");

  /** Each is a moment's or a secret's own; that it is there is compared. */
  private static final Set<String> ITS_OWN =
      Set.of("createTime", "destroyTime", "expireTime", "etag");

  private final HttpClient client = HttpClient.newHttpClient();
  private int compared;

  @Test
  void answersAsTheRealServiceDid() throws Exception {
    Set<String> proven = new TreeSet<>();
    for (GcpRecording recording : GcpRecording.all()) {
      replay(recording);
      proven.add(recording.file());
    }
    System.out.println(compared + " recorded requests sent to the emulator");
    assertThat(GcpTable.print("answered by the emulator", proven, Set.of())).isEmpty();
    assertThat(compared).isGreaterThanOrEqualTo(60);
  }

  private void replay(GcpRecording recording) throws Exception {
    // before all that is written in the recordings
    ManualTime time = new ManualTime(Instant.parse("2022-08-09T09:05:48Z"));
    try (GcpSecretManagerEmulator emulator = GcpSecretManagerEmulator.start(time)) {
      if (recording.file().equals("list-secrets.flight.json")) {
        create(emulator, recording.exchanges().get(0));
      }
      int number = 0;
      for (GcpExchange recorded : recording.exchanges()) {
        String which = recording.file() + " " + ++number + ". " + recorded;
        compare(which, emulator, recorded, send(emulator, recorded));
        compared++;
      }
    }
  }

  /** The secrets of a list were made before the recording began. */
  private void create(GcpSecretManagerEmulator emulator, GcpExchange list) throws Exception {
    for (JsonNode secret : list.json().get("secrets")) {
      ObjectNode facts = ((ObjectNode) secret).deepCopy();
      String name = facts.remove("name").textValue();
      facts.remove(List.of("createTime", "etag"));
      String uri = list.path() + "?secretId=" + name.replaceFirst(".*/", "");
      GcpExchange create = new GcpExchange("POST", uri, facts.toString(), 200, Map.of(), "");
      assertThat(send(emulator, create).statusCode()).isEqualTo(200);
    }
  }

  private HttpResponse<String> send(GcpSecretManagerEmulator emulator, GcpExchange recorded)
      throws IOException, InterruptedException {
    String uri =
        recorded.uri().replace("projects/123456789/", "projects/" + number(emulator) + "/");
    HttpRequest request = HttpRequest.newBuilder(URI.create(emulator.endpoint() + uri))
        .header("Content-Type", "application/json")
        .method(recorded.method(), BodyPublishers.ofString(recorded.requestBody()))
        .build();
    return client.send(request, BodyHandlers.ofString());
  }

  private static String number(GcpSecretManagerEmulator emulator) {
    return emulator.projectNumber("example-project");
  }

  private static void compare(
      String which,
      GcpSecretManagerEmulator emulator,
      GcpExchange recorded,
      HttpResponse<String> answer)
      throws IOException {
    assertThat(answer.statusCode()).as(which + ": status").isEqualTo(recorded.status());
    for (String name : COMPARED_HEADERS) {
      if (recorded.headers().containsKey(name)) {
        assertThat(String.join(", ", answer.headers().allValues(name)))
            .as(which + ": " + name)
            .isEqualTo(recorded.headers().get(name));
      }
    }
    if (!recorded.isBodyLost()) {
      // by gRPC, a version of that time told nothing of its replication
      boolean grpc = recorded.headers().isEmpty();
      assertThat(shape(answer.body(), emulator, grpc))
          .as(which + ": body")
          .isEqualTo(shape(recorded.body(), emulator, grpc));
    }
  }

  /** Projects by one name, whatever they are called. */
  private static Map<String, String> shape(
      String body, GcpSecretManagerEmulator emulator, boolean grpc) throws JsonProcessingException {
    String named = body;
    for (String number : List.of(
        "123456789",
        "892942638129",
        number(emulator),
        emulator.projectNumber("go-cloud-test-216917"),
        emulator.projectNumber("cloud-custodian"),
        "cloud-custodian")) {
      named = named.replace("projects/" + number + "/secrets", "projects/N/secrets");
    }
    JsonNode root = JSON.readTree(named);
    forget(root, grpc);
    return BodyShape.ofJson(root.toString());
  }

  private static void forget(JsonNode node, boolean grpc) {
    if (node instanceof ObjectNode object) {
      for (String name : ITS_OWN) {
        object.replace(name, object.has(name) ? object.textNode("its own") : null);
      }
      ITS_OWN.stream().filter(name -> object.get(name).isNull()).forEach(object::remove);
      if (grpc) {
        object.remove("replicationStatus");
      }
    }
    node.forEach(child -> forget(child, grpc));
  }
}
