package dev.keyturn.interop.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyturn.Secrets;
import dev.keyturn.interop.Recordings;
import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.SecretsException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * What clients parsed of AWS's answers, put back into the form in which AWS sends them: each value has to
 * be read, and each error has to become the right code. Answers to calls that only read nothing of ours
 * (writes, lists) are counted.
 */
class ProviderAgainstParsedAnswersTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern TEXT =
      Pattern.compile("An error occurred \\((\\w+)\\) when calling the \\w+ operation: (.*)");

  /** What only a write can be answered. */
  private static final Set<String> WRITES_ONLY = Set.of("ResourceExistsException");

  private final List<String> lines = new ArrayList<>();
  private int others;

  @Test
  void readsWhatClientsParsed() throws IOException {
    for (Path file : Recordings.files("aws", "*.snapshot.json")) {
      for (Map.Entry<String, JsonNode> test : JSON.readTree(file.toFile()).properties()) {
        String name = test.getKey().replaceFirst("^.*::", "");
        JsonNode content = test.getValue().get("recorded-content");
        if (content.has("Parameter")) {
          show(name, content);
        } else {
          for (Map.Entry<String, JsonNode> answer : content.properties()) {
            show(name + "/" + answer.getKey(), answer.getValue());
          }
        }
      }
    }
    lines.forEach(System.out::println);
    System.out.println(
        lines.size() + " answers read, " + others + " to calls that Keyturn does not make");
    assertThat(lines).hasSizeGreaterThan(25);
  }

  private void show(String name, JsonNode parsed) throws IOException {
    Matcher text = TEXT.matcher(parsed.asText());
    if (parsed.has("SecretString") || isBinary(parsed)) {
      value(name, "aws-sm://s", "secretsmanager.GetSecretValue", "SecretId", parsed, parsed);
    } else if (parsed.has("Parameter")) {
      value(name, "aws-ssm://s", "AmazonSSM.GetParameter", "Name", parsed, parsed.get("Parameter"));
    } else if (parsed.has("Error")) {
      JsonNode error = parsed.get("Error");
      String code = error.path(error.has("Code") ? "Code" : "__type").asText();
      error(name, code, error.get("Message").asText());
    } else if (text.matches()) {
      error(name, text.group(1), text.group(2));
    } else {
      others++;
    }
  }

  private static boolean isBinary(JsonNode parsed) {
    return parsed.has("SecretBinary") && !parsed.get("SecretBinary").asText().startsWith("b'");
  }

  private void value(
      String name, String ref, String target, String key, JsonNode parsed, JsonNode values)
      throws IOException {
    ObjectNode answer = parsed.deepCopy();
    answer.remove("ResponseMetadata");
    // where the recorder wrote a word for a date
    String wire = answer.toString().replaceAll("\"<?datetime>?\"", "1.773934357694E9");
    String body =
        key.equals("Name") ? "{\"Name\":\"s\",\"WithDecryption\":true}" : "{\"SecretId\":\"s\"}";
    try (ReplayServer server = new ReplayServer(List.of(answer(target, body, 200, wire)));
        Secrets secrets = secrets(server)) {
      assertThat(secrets.get(ref).revealBytes()).as(name).isEqualTo(bytes(values));
    }
    lines.add(name + " -> its value");
  }

  private static byte[] bytes(JsonNode values) {
    return values.has("SecretBinary")
        ? Base64.getDecoder().decode(values.get("SecretBinary").asText())
        : values
            .path(values.has("Value") ? "Value" : "SecretString")
            .asText()
            .getBytes(StandardCharsets.UTF_8);
  }

  private void error(String name, String code, String message) throws IOException {
    if (WRITES_ONLY.contains(code)) {
      others++;
      return;
    }
    String wire =
        JSON.createObjectNode().put("__type", code).put("Message", message).toString();
    RecordedExchange answer =
        answer("secretsmanager.GetSecretValue", "{\"SecretId\":\"s\"}", 400, wire);
    try (ReplayServer server = new ReplayServer(List.of(answer));
        Secrets secrets = secrets(server)) {
      SecretsException failure =
          catchThrowableOfType(SecretsException.class, () -> secrets.get("aws-sm://s"));
      assertThat(failure.code()).as(name + ": " + message).isEqualTo(expected(code, message));
      lines.add(name + " -> " + code + " -> " + failure.code());
    }
  }

  private static ErrorCode expected(String code, String message) {
    return switch (code) {
      case "ResourceNotFoundException" -> ErrorCode.NOT_FOUND;
      case "AccessDeniedException" -> ErrorCode.DENIED;
      case "InvalidRequestException" ->
        message.contains("deletion") || message.contains("deleted")
            ? ErrorCode.NOT_FOUND
            : ErrorCode.INVALID_REFERENCE;
      default -> ErrorCode.INVALID_REFERENCE;
    };
  }

  private static RecordedExchange answer(String target, String body, int status, String wire) {
    return new RecordedExchange(
        Map.of("x-amz-target", target),
        body,
        status,
        Map.of("content-type", "application/x-amz-json-1.1"),
        wire);
  }

  private static Secrets secrets(ReplayServer server) {
    Map<String, String> settings =
        Map.of("region", "us-east-2", "endpoint", server.endpoint().toString(), "auth", "none");
    return Secrets.builder()
        .environment(Map.of())
        .store("aws-sm", "aws-sm", settings)
        .store("aws-ssm", "aws-ssm", settings)
        .build();
  }
}
