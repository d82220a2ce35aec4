package dev.keyturn.interop.gcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keyturn.Secrets;
import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.Secret;
import dev.keyturn.model.SecretsException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Reads what Secret Manager once answered, through the SDK and by way of the whole library. The one call
 * that Keyturn makes gets its recorded answers; and the recorded refusals of other calls, which have the
 * same form, as if they had been answered to it.
 */
class GcpProviderAgainstRecordingsTest {
  /** What the service calls it, and what we do. */
  private static final Map<String, ErrorCode> CODES = Map.of("NOT_FOUND", ErrorCode.NOT_FOUND);

  /** Keyturn reads values and no metadata. */
  private static final Set<String> UNASKED = Set.of("version state", "ttl, expiry, rotation");

  private final Set<String> proven = new TreeSet<>();
  private int reads;

  @Test
  void readsWhatTheRealServiceAnswered() throws Exception {
    for (GcpRecording recording : GcpRecording.all()) {
      List<GcpExchange> answers = answers(recording);
      if (!answers.isEmpty()) {
        read(recording.file(), answers);
        proven.add(recording.file());
      }
    }
    System.out.println(reads + " answers read through the SDK");
    assertThat(GcpTable.print("read by the provider", proven, UNASKED)).isEmpty();
    assertThat(reads).isGreaterThanOrEqualTo(12);
  }

  private static List<GcpExchange> answers(GcpRecording recording) {
    List<GcpExchange> answers = new ArrayList<>();
    for (GcpExchange exchange : recording.exchanges()) {
      if (exchange.isAccess()) {
        answers.add(exchange);
      } else if (exchange.status() != 200 && !exchange.isBodyLost()) {
        String uri = exchange.path() + "/versions/latest:access";
        answers.add(new GcpExchange(
            "GET", uri, "", exchange.status(), exchange.headers(), exchange.body()));
      }
    }
    return answers;
  }

  private void read(String file, List<GcpExchange> answers) throws IOException {
    try (GcpReplay replay = new GcpReplay(answers)) {
      for (GcpExchange answer : answers) {
        String[] path = answer.path().split("[/:]");
        // one that remembers nothing, so that each answer is read anew
        try (Secrets secrets = Secrets.builder()
            .environment(Map.of())
            .timeout(Duration.ofMinutes(2)) // one answer, one attempt, however slow the first is
            .store("gcp-sm", "gcp-sm", replay.settings(path[3]))
            .build()) {
          String ref = "gcp-sm://" + path[5] + "?version=" + path[7];
          System.out.println(file + ": " + ref + " -> " + compare(secrets, ref, answer));
          reads++;
        }
      }
    }
  }

  private static String compare(Secrets secrets, String ref, GcpExchange answer)
      throws IOException {
    JsonNode body = answer.json();
    if (answer.status() != 200) {
      SecretsException failure =
          catchThrowableOfType(SecretsException.class, () -> secrets.get(ref));
      assertThat(failure).as(ref).isNotNull();
      assertThat(failure.code()).isEqualTo(CODES.get(body.at("/error/status").textValue()));
      return failure.code().toString();
    }
    Secret secret = secrets.get(ref);
    String name = body.get("name").textValue();
    byte[] value = Base64.getDecoder().decode(body.at("/payload/data").textValue());
    assertThat(secret.revealBytes()).as(ref).isEqualTo(value);
    assertThat(secret.version()).isEqualTo(name.substring(name.lastIndexOf('/') + 1));
    return "version " + secret.version();
  }
}
