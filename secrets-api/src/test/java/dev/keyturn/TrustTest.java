package dev.keyturn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.model.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrustTest extends ConfigTest {
  private SecretsBuilder found(String... lines) {
    file("keyturn.properties", lines);
    return builder().findConfig(directory);
  }

  @Test
  void aFileThatWasFoundMayNameSecretsAndTheirCache() {
    var settings =
        found("secret.a = vault://kv/a", "secret.a.ttl = 9s", "cache.ttl = 1m").settings();
    assertThat(settings.names()).containsKey("a");
    assertThat(settings.cache().ttl()).hasMinutes(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "store.vault.address = https://evil.example.com",
        "store.vault.provider = safe",
        "store.vault.proxy = https://evil.example.com",
        "store.vault.timeout = nonsense",
        "store.aws.endpoint = https://evil.example.com",
        "store.unheard.of = x",
        "allow = *",
        "leases.revoke-on-close = false",
        "leases.grace = 1s",
        "call.budget = 1s",
        "audit.hits = true",
        "profile.complete = false"
      })
  void aFileThatWasFoundMaySayNothingElse(String line) {
    String key = line.substring(0, line.indexOf(' '));
    refused(ErrorCode.INVALID_CONFIGURATION, found(line))
        .hasMessageContaining("line 1: " + key)
        .hasMessageContaining("KEYTURN_CONFIG")
        .hasMessageNotContaining("evil");
  }

  @Test
  void anUnknownKeyIsReportedAsUnknownFirst() {
    refused(ErrorCode.INVALID_CONFIGURATION, found("allow = *", "store.vault.adress = x"))
        .hasMessageContaining("did you mean store.vault.address?");
    refused(ErrorCode.INVALID_CONFIGURATION, found("allow = *", "cache.tll = 5m"))
        .hasMessageContaining("did you mean cache.ttl?");
  }

  @Test
  void theProfileBesideItIsNotTrustedEither() {
    file("keyturn-prod.properties", "allow = *");
    refused(ErrorCode.INVALID_CONFIGURATION, found("secret.a = env://A").profile("prod"))
        .hasMessageContaining("keyturn-prod.properties, line 1: allow is not taken from a file");
  }

  @Test
  void theBuilderMaySayEverythingBesideIt() {
    var settings = found("secret.a = vault://kv/a")
        .set("store.vault.address", "https://v.example.com")
        .settings();
    assertThat(settings.stores().get("vault").values()).containsKey("address");
  }

  @Test
  void theSameFileIsTrustedWhenItIsNamed() {
    assertThat(fromFile("allow = env://*").settings().names()).isEmpty();
  }

  @Test
  void whatIsNoRegularFileIsRefused() throws IOException {
    Files.createDirectory(directory.resolve("keyturn.properties"));
    refused(ErrorCode.INVALID_CONFIGURATION, builder().findConfig(directory))
        .hasMessageContaining("no regular file");
  }

  @Test
  void aPipeDoesNotKeepUsWaiting() throws IOException, InterruptedException {
    String pipe = directory.resolve("keyturn.properties").toString();
    assertThat(new ProcessBuilder("mkfifo", pipe).start().waitFor())
        .as("mkfifo (coreutils)")
        .isZero();
    refused(ErrorCode.INVALID_CONFIGURATION, builder().findConfig(directory))
        .hasMessageContaining("no regular file");
  }
}
