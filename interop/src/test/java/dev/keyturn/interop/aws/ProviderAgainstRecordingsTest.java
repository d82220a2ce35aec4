package dev.keyturn.interop.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keyturn.Secrets;
import dev.keyturn.interop.Recordings;
import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.Secret;
import dev.keyturn.model.SecretsException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Reads what AWS once answered, by way of the whole library: each recorded answer to one of the calls
 * that Keyturn makes has to become the recorded value, or the right code.
 */
class ProviderAgainstRecordingsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What AWS calls it, and what we do. */
  private static final Map<String, ErrorCode> CODES = Map.of(
      "ResourceNotFoundException", ErrorCode.NOT_FOUND,
      "ParameterNotFound", ErrorCode.NOT_FOUND,
      "InvalidIdentityToken", ErrorCode.UNAUTHENTICATED);

  private static final Set<String> READS =
      Set.of("secretsmanager.GetSecretValue", "AmazonSSM.GetParameter");

  @TestFactory
  Stream<DynamicTest> readsWhatTheRealServiceAnswered() throws IOException {
    return Recordings.files("aws", "*.replay.json").stream()
        .map(file -> dynamicTest(file.getFileName().toString(), () -> read(file)));
  }

  @Test
  void listsWhatHasNoRecording() throws IOException {
    List<String> situations = Recordings.missing("AWS");
    System.out.println("Situations of AWS without a recording, which the provider was not shown:");
    situations.forEach(situation -> System.out.println("  " + situation));
    assertThat(situations).isNotEmpty();
  }

  /** The answers to DescribeSecret, which are read when a secret is looked at again. */
  @Test
  void seesInADescriptionWhetherItHasChangedOrIsDeleted() throws IOException {
    Path file =
        Recordings.files("aws", "secretsmanager-delete-recreate.replay.json").get(0);
    List<RecordedExchange> exchanges = RecordedExchange.read(file);
    String ref = "aws-sm://test-config-variable";
    try (ReplayServer server = new ReplayServer(exchanges);
        Secrets secrets = secrets(server)) {
      String version = secrets.get(ref).version();
      assertThat(secrets.refresh(ref).version()).isEqualTo(version);
      SecretsException failure =
          catchThrowableOfType(SecretsException.class, () -> secrets.refresh(ref));
      assertThat(failure.code()).isEqualTo(ErrorCode.NOT_FOUND);
      assertThat(failure).hasMessageContaining("marked for deletion");
      System.out.println(
          "DescribeSecret: unchanged -> " + version + "; DeletedDate -> " + failure.code());
    }
  }

  private static void read(Path file) throws IOException {
    List<RecordedExchange> exchanges = RecordedExchange.read(file);
    List<RecordedExchange> reads =
        exchanges.stream().filter(exchange -> READS.contains(exchange.name())).toList();
    List<String> lines = new ArrayList<>();
    try (ReplayServer server = new ReplayServer(exchanges)) {
      for (RecordedExchange read : reads) {
        // one that remembers nothing, so that each answer is read anew
        try (Secrets secrets = secrets(server)) {
          lines.add(compare(secrets, read));
        }
      }
    }
    System.out.println(file.getFileName() + ": " + reads.size() + " reads");
    lines.forEach(line -> System.out.println("  " + line));
    assertThat(reads).isNotEmpty();
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

  private static String compare(Secrets secrets, RecordedExchange read) throws IOException {
    JsonNode asked = JSON.readTree(read.requestBody());
    JsonNode answer = JSON.readTree(read.body());
    boolean parameter = read.name().startsWith("AmazonSSM");
    String ref = parameter
        ? "aws-ssm://" + asked.get("Name").textValue()
        : "aws-sm://" + asked.get("SecretId").textValue();
    if (read.status() != 200) {
      SecretsException failure =
          catchThrowableOfType(SecretsException.class, () -> secrets.get(ref));
      String name = answer.get("__type").textValue();
      assertThat(failure.code()).as(name).isEqualTo(CODES.get(name));
      return ref + " -> " + name + " -> " + failure.code();
    }
    Secret secret = secrets.get(ref);
    JsonNode values = parameter ? answer.get("Parameter") : answer;
    assertThat(secret.revealBytes()).isEqualTo(value(values));
    String version = values.get(parameter ? "Version" : "VersionId").asText();
    assertThat(secret.version()).contains(version);
    return ref + " -> version " + version;
  }

  private static byte[] value(JsonNode values) {
    for (String name : List.of("SecretString", "Value")) {
      if (values.has(name)) {
        return values.get(name).textValue().getBytes(java.nio.charset.StandardCharsets.UTF_8);
      }
    }
    return Base64.getDecoder().decode(values.get("SecretBinary").textValue());
  }
}
