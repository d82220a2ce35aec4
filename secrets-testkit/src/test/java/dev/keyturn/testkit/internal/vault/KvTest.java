package dev.keyturn.testkit.internal.vault;

import static dev.keyturn.testkit.internal.vault.VaultWire.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyturn.testkit.ManualTime;
import dev.keyturn.testkit.VaultEmulator;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KvTest {
  private final ManualTime time = new ManualTime();
  private final VaultEmulator emulator = VaultEmulator.start(time);
  private final VaultWire wire = new VaultWire(emulator);

  @BeforeEach
  void mount() {
    emulator.write("sys/mounts/kv1", Map.of("type", "kv"));
  }

  @AfterEach
  void close() {
    emulator.close();
  }

  @Test
  void readsWhatWasPutInEitherKv() throws Exception {
    assertThat(emulator.put("kv1/app/db", Map.of("password", "one"))).isZero();
    assertThat(emulator.put("secret/app/db", Map.of("password", "two"))).isEqualTo(1);

    assertThat(wire.data("kv1/app/db")).containsEntry("password", "one");
    assertThat(object(wire.data("secret/data/app/db"), "data")).containsEntry("password", "two");
  }

  @Test
  void namesTheVersionOfAMount() throws Exception {
    Map<String, Object> second = wire.data("sys/internal/ui/mounts/secret/app/db");
    assertThat(object(second, "options")).containsEntry("version", "2");
    assertThat(second).containsEntry("path", "secret/").containsEntry("type", "kv");
    assertThat(wire.data("sys/internal/ui/mounts/kv1/x")).containsEntry("options", Map.of());
    assertThat(wire.errorOf("GET", "sys/internal/ui/mounts/none/x", ""))
        .startsWith("403 [preflight capability check returned 403");
  }

  @Test
  void keepsTheTextOfNumbersInTheFirstKvOnly() throws Exception {
    String numbers = "\"a\":1.10,\"b\":123456789012345678901,\"c\":{\"d\":[true,null,2]}";
    wire.send("POST", "kv1/n", "{" + numbers + "}");
    wire.send("POST", "secret/data/n", "{\"data\":{" + numbers + "}}");

    assertThat(wire.get("kv1/n").body()).contains("{" + numbers + "}");
    assertThat(wire.get("secret/data/n").body()).contains("\"a\":1.1,", "\"d\":[true,null,2]");
  }

  @Test
  void keepsVersions() throws Exception {
    emulator.put("secret/a", Map.of("v", "1"));
    emulator.put("secret/a", Map.of("v", "2"));

    assertThat(object(wire.data("secret/data/a?version=1"), "data")).containsEntry("v", "1");
    assertThat(object(wire.data("secret/data/a"), "metadata")).containsEntry("version", 2);
    assertThat(wire.errorOf("GET", "secret/data/a?version=3", "")).isEqualTo("404 []");
    assertThat(wire.get("secret/data/a?version=x").statusCode()).isEqualTo(400);
  }

  @Test
  void tellsADeletedVersionFromADestroyedOneAndFromNone() throws Exception {
    emulator.put("secret/a", Map.of("v", "1"));
    emulator.delete("secret/data/a");
    HttpResponse<String> deleted = wire.get("secret/data/a");
    assertThat(deleted.statusCode()).isEqualTo(404);
    assertThat(deleted.body())
        .contains("\"data\":null", "\"deletion_time\":\"2026-01-01T00:00:00Z\"");

    emulator.write("secret/undelete/a", Map.of("versions", "1"));
    assertThat(wire.get("secret/data/a").statusCode()).isEqualTo(200);

    emulator.write("secret/destroy/a", Map.of("versions", "1"));
    emulator.write("secret/undelete/a", Map.of("versions", "1"));
    HttpResponse<String> destroyed = wire.get("secret/data/a");
    assertThat(destroyed.statusCode()).isEqualTo(404);
    assertThat(destroyed.body()).contains("\"destroyed\":true", "\"deletion_time\":\"\"");
    assertThat(wire.errorOf("GET", "secret/data/none", "")).isEqualTo("404 []");
  }

  @Test
  void deletesAVersionWhenItsTimeIsOver() throws Exception {
    emulator.write("secret/metadata/a", Map.of("delete_version_after", "1m"));
    emulator.put("secret/a", Map.of("v", "1"));
    time.advance(Duration.ofSeconds(59));
    assertThat(wire.get("secret/data/a").statusCode()).isEqualTo(200);
    time.advance(Duration.ofSeconds(1));
    assertThat(wire.get("secret/data/a").statusCode()).isEqualTo(404);
  }

  @Test
  void dropsTheOldestOfTooManyVersions() throws Exception {
    emulator.write(
        "secret/metadata/a", Map.of("max_versions", 2, "custom_metadata", Map.of("o", "me")));
    for (int i = 1; i <= 3; i++) {
      emulator.put("secret/a", Map.of("v", i));
    }
    assertThat(wire.get("secret/data/a?version=1").statusCode()).isEqualTo(404);
    Map<String, Object> metadata = wire.data("secret/metadata/a");
    assertThat(metadata).containsEntry("current_version", 3).containsEntry("oldest_version", 2);
    assertThat(object(metadata, "custom_metadata")).containsEntry("o", "me");
  }

  @Test
  void saysThatDataIsMissingFromThePath() throws Exception {
    HttpResponse<String> answer = wire.get("secret/app");
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).contains("Invalid path for a versioned K/V secrets engine");
  }

  @Test
  void takesPathsByteForByte() throws Exception {
    String odd = "a%20b%25%3F%23%C3%A9+c";
    wire.send("POST", "secret/data/" + odd, "{\"data\":{\"v\":\"odd\"}}");

    assertThat(emulator.read("secret/data/a b%?#é+c")).containsKey("data");
    assertThat(wire.errorOf("GET", "secret/data/%2e%2e/x", ""))
        .isEqualTo("400 [relative paths not supported]");
    HttpResponse<String> redirected = wire.get("secret/data/../x");
    assertThat(redirected.statusCode()).isEqualTo(307);
    assertThat(redirected.headers().firstValue("Location")).contains("/v1/secret/x");
    assertThat(wire.get("secret//data/x").headers().firstValue("Location"))
        .contains("/v1/secret/data/x");
  }

  @Test
  void listsBothKvs() throws Exception {
    emulator.put("kv1/a/b", Map.of("v", "1"));
    emulator.put("kv1/c", Map.of("v", "1"));
    emulator.put("secret/a/b", Map.of("v", "1"));
    assertThat(VaultWire.body(wire.send("LIST", "kv1", "")).toString()).contains("[a/, c]");
    assertThat(wire.data("secret/metadata/?list=true").get("keys").toString()).isEqualTo("[a/]");
    assertThat(wire.errorOf("LIST", "kv1/none", "")).isEqualTo("404 []");
  }

  @Test
  void checksAndSets() throws Exception {
    assertThat(wire.errorOf("POST", "secret/data/a", "{\"data\":{},\"options\":{\"cas\":1}}"))
        .isEqualTo("400 [check-and-set parameter did not match the current version]");
    assertThat(wire.errorOf("POST", "secret/data/a", "{\"a\":1}"))
        .isEqualTo("400 [no data provided]");
    assertThatThrownBy(() -> emulator.put("nowhere/a", Map.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void countsRefusesAndFailsBySecretOrPath() throws Exception {
    emulator.put("secret/a", Map.of("v", "1"));
    assertThat(emulator.controls().calls()).isZero();
    wire.get("secret/data/a");
    wire.get("secret/metadata/a");
    assertThat(emulator.controls().calls("secret/a")).isEqualTo(2);
    assertThat(emulator.controls().calls("secret/data/a")).isEqualTo(1);
    assertThat(emulator.controls().calls("read")).isEqualTo(1);

    emulator.controls().deny("secret/a").throttle(1, Duration.ofSeconds(3));
    HttpResponse<String> throttled = wire.get("secret/data/a");
    assertThat(throttled.headers().firstValue("Retry-After")).contains("3");
    assertThat(wire.error(throttled))
        .isEqualTo("429 [request path \"secret/data/a\": rate limit quota exceeded]");
    assertThat(wire.errorOf("GET", "secret/data/a", ""))
        .isEqualTo("403 [1 error occurred:\n\t* permission denied\n\n]");
  }
}
