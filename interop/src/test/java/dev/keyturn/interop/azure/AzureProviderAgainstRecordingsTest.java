package dev.keyturn.interop.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyturn.Secrets;
import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.Secret;
import dev.keyturn.model.SecretsException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Reads what vaults once answered, through the SDK and by way of the whole library: each recorded answer
 * to the one call that Keyturn makes has to become the recorded value, or the right code.
 */
class AzureProviderAgainstRecordingsTest {
  /** What the service calls it, and what we do. */
  private static final Map<String, ErrorCode> CODES =
      Map.of("SecretNotFound", ErrorCode.NOT_FOUND, "SecretDisabled", ErrorCode.NOT_FOUND);

  private final AtomicInteger number = new AtomicInteger();

  @TestFactory
  Stream<DynamicTest> readsWhatTheRealServiceAnswered() throws IOException {
    return AzureRecording.all().stream()
        .map(recording -> dynamicTest(recording.file(), () -> read(recording)));
  }

  private void read(AzureRecording recording) throws Exception {
    List<AzureRecording.Exchange> reads =
        recording.exchanges().stream().filter(AzureRecording.Exchange::isRead).toList();
    if (reads.isEmpty()) {
      System.out.println(recording.file() + ": no call of Keyturn's is in it");
      return;
    }
    try (AzureReplay replay = new AzureReplay(recording, number.incrementAndGet());
        Secrets secrets = Secrets.builder()
            .environment(Map.of("ID_TOKEN", token()))
            .store("azure-kv", "azure-kv", replay.settings())
            .timeout(Duration.ofSeconds(30))
            .build()) {
      for (AzureRecording.Exchange read : reads) {
        compare(recording.file(), secrets, read);
      }
    }
  }

  /** For nobody in particular: the replay does not look at it. */
  private static String token() {
    String claims = "{\"aud\":\"api://AzureADTokenExchange\",\"exp\":4000000000}";
    return "e30."
        + Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(claims.getBytes(StandardCharsets.UTF_8))
        + ".c2ln";
  }

  private static void compare(String file, Secrets secrets, AzureRecording.Exchange read)
      throws IOException {
    String[] path = read.path().split("/");
    String ref = "azure-kv://" + path[2] + (path.length > 3 ? "?version=" + path[3] : "");
    String which = file + ": " + ref;
    JsonNode body = read.json();
    if (read.status() == 200) {
      Secret secret = secrets.refresh(ref);
      String id = body.get("id").asText();
      assertThat(secret.reveal()).as(which).isEqualTo(body.get("value").asText());
      assertThat(secret.version()).as(which).isEqualTo(id.substring(id.lastIndexOf('/') + 1));
      assertThat(secret.createdAt())
          .contains(Instant.ofEpochSecond(body.at("/attributes/created").asLong()));
      JsonNode end = body.at("/attributes/exp");
      assertThat(secret.expiresAt().isPresent()).as(which).isEqualTo(!end.isMissingNode());
      secret
          .expiresAt()
          .ifPresent(at -> assertThat(at).isEqualTo(Instant.ofEpochSecond(end.asLong())));
      System.out.println(which + " -> version " + secret.version());
      return;
    }
    String inner = body.at("/error/innererror/code").asText();
    String name = inner.isEmpty() ? body.at("/error/code").asText() : inner;
    SecretsException failure =
        catchThrowableOfType(SecretsException.class, () -> secrets.refresh(ref));
    assertThat(failure).as(which).isNotNull();
    assertThat(failure.code()).as(which).isEqualTo(CODES.get(name));
    assertThat(failure.getMessage().contains("disabled")).isEqualTo(name.equals("SecretDisabled"));
    System.out.println(which + " " + name + " -> " + failure.code());
  }
}
