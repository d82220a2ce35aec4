package dev.keyturn.interop.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.interop.Recordings;
import dev.keyturn.testkit.AwsEmulator;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Brings about what is known of AWS by parsed answers, and compares status, code and message of each
 * error, and the members of everything else.
 */
class AwsEmulatorAgainstParsedAnswersTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client = HttpClient.newHttpClient();

  @TestFactory
  Stream<DynamicTest> answersAsTheRealServiceDid() throws IOException {
    return Stream.concat(
        tests(AwsSituations.ofSecrets(), "secretsmanager-*.snapshot.json"),
        tests(AwsSituations.ofParameters(), "ssm-*.snapshot.json"));
  }

  @Test
  void listsWhatTheEmulatorCannotDo() throws IOException {
    Set<String> known = new TreeSet<>();
    AwsSituations.ofSecrets().forEach(situation -> known.add(situation.name()));
    AwsSituations.ofParameters().forEach(situation -> known.add(situation.name()));
    List<String> others = new ArrayList<>();
    recorded("*.snapshot.json").keySet().forEach(name -> others.add(name));
    others.removeAll(known);

    System.out.println("Situations of AWS that are recorded and not emulated:");
    others.forEach(name -> System.out.println("  " + name));
    assertThat(recorded("*.snapshot.json").keySet()).containsAll(known);
  }

  private Stream<DynamicTest> tests(List<AwsSituations.Situation> situations, String glob)
      throws IOException {
    Map<String, JsonNode> recorded = recorded(glob);
    return situations.stream()
        .map(situation ->
            dynamicTest(situation.name(), () -> play(situation, recorded.get(situation.name()))));
  }

  private static Map<String, JsonNode> recorded(String glob) throws IOException {
    Map<String, JsonNode> situations = new TreeMap<>();
    for (Path file : Recordings.files("aws", glob)) {
      for (Map.Entry<String, JsonNode> entry : JSON.readTree(file.toFile()).properties()) {
        String name = entry.getKey().replaceFirst("^.*::", "");
        situations.put(name, entry.getValue().get("recorded-content"));
      }
    }
    return situations;
  }

  private void play(AwsSituations.Situation situation, JsonNode recorded) throws Exception {
    try (AwsEmulator emulator = AwsEmulator.start()) {
      int number = 0;
      for (AwsSituations.Step step : situation.steps()) {
        number++;
        HttpResponse<String> answer = send(emulator, step, number);
        if (step.answer().equals("-")) {
          assertThat(answer.statusCode()).as(step.target()).isEqualTo(200);
        } else {
          JsonNode expected = step.answer().equals(".") ? recorded : recorded.get(step.answer());
          compare(step.answer(), expected, answer);
        }
      }
    }
  }

  private HttpResponse<String> send(AwsEmulator emulator, AwsSituations.Step step, int number)
      throws IOException, InterruptedException {
    ObjectNode body = (ObjectNode) JSON.readTree(step.body());
    if (!body.has("ClientRequestToken")) {
      body.put("ClientRequestToken", "token-" + number);
    }
    HttpRequest request = HttpRequest.newBuilder(emulator.endpoint())
        .header("X-Amz-Target", step.target())
        .header("Authorization", "AWS4-HMAC-SHA256 Credential=AKIDTEST/x, Signature=0")
        .POST(BodyPublishers.ofString(body.toString()))
        .build();
    return client.send(request, BodyHandlers.ofString());
  }

  private static void compare(String which, JsonNode expected, HttpResponse<String> answer)
      throws IOException {
    JsonNode body = JSON.readTree(answer.body());
    assertThat(expected).as(which + " is recorded").isNotNull();
    if (expected.isTextual()) {
      assertThat(expected.textValue()).as(which).contains("(" + code(body) + ")", message(body));
    } else if (expected.has("Error")) {
      JsonNode error = expected.get("Error");
      String code = error.has("Code") ? error.get("Code").textValue() : code(error);
      String text = error.get("Message").textValue().replace("<SecretId-0idx>", "s");
      assertThat(answer.statusCode() + " " + code(body)).as(which).isEqualTo("400 " + code);
      assertThat(message(body)).as(which).isEqualTo(text);
    } else {
      assertThat(answer.statusCode()).as(which + " " + answer.body()).isEqualTo(200);
      assertThat(members(body)).as(which).isEqualTo(members(expected));
    }
  }

  private static String code(JsonNode error) {
    return error.get("__type").textValue();
  }

  private static String message(JsonNode error) {
    return error.get(error.has("Message") ? "Message" : "message").textValue();
  }

  private static Set<String> members(JsonNode node) {
    Set<String> members = new TreeSet<>();
    collect(members, "", node);
    return members;
  }

  private static void collect(Set<String> members, String path, JsonNode node) {
    int index = 0;
    for (JsonNode element : node.isArray() ? node : List.<JsonNode>of()) {
      collect(members, path + "[" + index++ + "]", element);
    }
    for (Map.Entry<String, JsonNode> member : node.properties()) {
      // the client added the one, and the ids of versions are nobody else's
      if (!member.getKey().equals("ResponseMetadata")) {
        String name = path.endsWith("VersionIdsToStages") ? "*" : member.getKey();
        members.add(path + "/" + name);
        collect(members, path + "/" + name, member.getValue());
      }
    }
    if (node.isValueNode() && path.matches(".*(VersionStages|VersionIdsToStages/\\*)\\[\\d+]")) {
      members.add(path + " " + node.asText());
    }
  }
}
