package dev.keyturn.vault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.Secret;
import dev.keyturn.model.SecretRef;
import dev.keyturn.model.StoredSecret;
import dev.keyturn.spi.StoreException;
import dev.keyturn.testkit.VaultEmulator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KvTest {
  private static final String MOUNTS = "sys/internal/ui/mounts";

  private final VaultEmulator emulator = VaultEmulator.start();
  private Opened opened;

  @BeforeEach
  void open() throws Exception {
    emulator.write("sys/mounts/kv1", Map.of("type", "kv", "options", Map.of("version", "1")));
    opened = Opened.of(emulator, Map.of());
  }

  @AfterEach
  void close() {
    opened.close();
    emulator.close();
  }

  @Test
  void readsBothVersionsOfKv() throws Exception {
    emulator.put("kv1/app/db", Map.of("password", "one"));
    emulator.put("secret/app/db", Map.of("password", "two"));
    assertThat(opened.text("vault://kv1/app/db#password")).isEqualTo("one");
    assertThat(opened.text("vault://secret/app/db#password")).isEqualTo("two");
    assertThat(opened.fetch("vault://kv1/app/db").version()).isEmpty();
    assertThat(opened.fetch("vault://kv1/app/db").lease()).isEmpty();
  }

  @Test
  void asksOnceWhichVersionAMountIs() throws Exception {
    emulator.put("secret/app/db", Map.of("password", "two"));
    emulator.put("secret/app/mq", Map.of("password", "three"));
    opened.fetch("vault://secret/app/db");
    opened.fetch("vault://secret/app/mq");
    assertThat(emulator.controls().calls(MOUNTS)).isEqualTo(1);
    assertThat(emulator.controls().calls("read")).isEqualTo(2);
  }

  @Test
  void doesNotAskWhatTheConfigurationSays() throws Exception {
    emulator.controls().deny(MOUNTS);
    emulator.put("kv1/app/db", Map.of("password", "one"));
    emulator.put("secret/app/db", Map.of("password", "two"));
    assertThat(opened.failure("vault://secret/app/db"))
        .hasMessageContaining("store.vault.kv-version");
    try (Opened told =
        Opened.of(emulator, Map.of("kv-version.secret", "2", "kv-version.kv1", "1"))) {
      assertThat(told.text("vault://kv1/app/db#password")).isEqualTo("one");
      assertThat(told.text("vault://secret/app/db#password")).isEqualTo("two");
    }
  }

  @Test
  void keepsWhatIsNoStringAsItIs() throws Exception {
    emulator.put(
        "secret/mixed",
        Map.of(
            "port",
            5432,
            "tls",
            true,
            "hosts",
            List.of("a", "b"),
            "more",
            Map.of("z", 1, "a", "x")));
    Secret secret = opened.secret("vault://secret/mixed");
    assertThat(secret.reveal())
        .isEqualTo(
            "{\"hosts\":[\"a\",\"b\"],\"more\":{\"a\":\"x\",\"z\":1},\"port\":5432,\"tls\":true}");
    assertThat(secret.field("port").reveal()).isEqualTo("5432");
    assertThat(secret.field("tls").reveal()).isEqualTo("true");
    assertThat(secret.field("more/a").reveal()).isEqualTo("x");
  }

  @Test
  void tellsVersionAndTimeOfWhatItReads() throws Exception {
    emulator.put("secret/app", Map.of("a", "1"));
    emulator.put("secret/app", Map.of("a", "2"));
    StoredSecret stored = opened.fetch("vault://secret/app");
    assertThat(stored.version()).contains("2");
    assertThat(stored.createdAt()).isPresent();
    assertThat(opened.text("vault://secret/app?version=1#a")).isEqualTo("1");
    assertThat(opened.fetch("vault://secret/app?version=1").version()).contains("1");
  }

  @Test
  void offersTheVersionBeforeWhileARotationIsUnderWay() throws Exception {
    SecretRef ref = SecretRef.parse("vault://secret/app");
    assertThat(opened.store.candidates(ref)).isEmpty();
    emulator.put("secret/app", Map.of("a", "1"));
    opened.fetch("vault://secret/app");
    assertThat(opened.store.candidates(ref)).isEmpty();
    emulator.put("secret/app", Map.of("a", "2"));
    opened.fetch("vault://secret/app");
    assertThat(opened.store.candidates(ref)).containsExactly(ref.withVersion("1"));
    assertThat(opened.store.candidates(ref.withVersion("2"))).isEmpty();
  }

  @Test
  void saysHowADeletedVersionComesBack() throws Exception {
    emulator.put("secret/app/db", Map.of("a", "1"));
    emulator.delete("secret/data/app/db");
    StoreException failure = opened.failure("vault://secret/app/db");
    assertThat(failure.code()).isEqualTo(ErrorCode.NOT_FOUND);
    assertThat(failure)
        .hasMessageContaining("version 1")
        .hasMessageContaining("undelete -mount=secret -versions=1 app/db");
    emulator.write("secret/undelete/app/db", Map.of("versions", List.of(1)));
    assertThat(opened.text("vault://secret/app/db#a")).isEqualTo("1");
    emulator.write("secret/destroy/app/db", Map.of("versions", List.of(1)));
    assertThat(opened.failure("vault://secret/app/db")).hasMessageContaining("for good");
  }

  @Test
  void saysWhenDataIsToBeLeftOut() {
    emulator.put("secret/app/db", Map.of("a", "1"));
    StoreException failure = opened.failure("vault://secret/data/app/db");
    assertThat(failure.code()).isEqualTo(ErrorCode.NOT_FOUND);
    assertThat(failure).hasMessageContaining("leave data/ out: secret/app/db");
  }

  @Test
  void saysWhenAMountIsReadAsTheWrongVersion() throws Exception {
    emulator.put("secret/app/db", Map.of("a", "1"));
    try (Opened wrong = Opened.of(emulator, Map.of("kv-version.secret", "1"))) {
      StoreException failure = wrong.failure("vault://secret/app/db");
      assertThat(failure.code()).isEqualTo(ErrorCode.NOT_FOUND);
      assertThat(failure).hasMessageContaining("kv-version");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "two words",
        "per%cent",
        "que?stion",
        "ha#sh",
        "plus+and&equals=",
        "semi;colon:at@",
        "quote\"'",
        "gr\u00fc\u00df",
        "gru\u0308\u00df",
        "\u5bc6\u7801",
        "\ud83d\udd11",
        "{brace}[bracket]|pipe^`~",
        "$(x)*!"
      })
  void readsTheVeryPathThatIsNamed(String name) throws Exception {
    emulator.put("secret/" + name, Map.of("a", name));
    emulator.put("kv1/" + name, Map.of("a", name));
    String encoded = VaultPath.encode(name);
    assertThat(opened.text("vault://secret/" + encoded + "#a")).isEqualTo(name);
    assertThat(opened.text("vault://kv1/" + encoded + "#a")).isEqualTo(name);
    try (Opened told = Opened.of(emulator, Map.of("kv-version.secret", "2"))) {
      assertThat(told.text("vault://secret/" + encoded + "#a")).isEqualTo(name);
    }
  }

  @Test
  void doesNotTakeOneSpellingForAnother() {
    emulator.put("secret/gr\u00fc\u00df", Map.of("a", "composed"));
    assertThat(opened
            .failure("vault://secret/" + VaultPath.encode("gru\u0308\u00df"))
            .code())
        .isEqualTo(ErrorCode.NOT_FOUND);
  }

  @Test
  void readsFromANamespace() throws Exception {
    emulator.write("sys/namespaces/team1", Map.of());
    emulator.write("team1/sys/mounts/kv", Map.of("type", "kv", "options", Map.of("version", "2")));
    emulator.write("team1/kv/data/app", Map.of("data", Map.of("a", "theirs")));
    try (Opened team = Opened.of(emulator, Map.of("namespace", "team1"))) {
      assertThat(team.text("vault://kv/app#a")).isEqualTo("theirs");
      assertThat(team.store.describe()).containsEntry("namespace", "team1");
    }
    try (Opened nobody = Opened.of(emulator, Map.of("namespace", "team9"))) {
      StoreException failure = nobody.failure("vault://kv/app");
      assertThat(failure).hasMessageContaining("namespace");
      assertThat(failure.code()).isNotEqualTo(ErrorCode.NOT_FOUND);
    }
  }

  @Test
  void refusesAVersionWhereThereAreNone() {
    emulator.put("kv1/app", Map.of("a", "1"));
    assertThat(opened.failure("vault://kv1/app?version=1").code())
        .isEqualTo(ErrorCode.INVALID_REFERENCE);
  }

  @Test
  void namesThePathThatIsDenied() throws Exception {
    emulator.write(
        "sys/policies/acl/app",
        Map.of("policy", "path \"secret/data/app/*\" { capabilities = [\"read\"] }"));
    Object token =
        emulator.write("auth/token/create", Map.of("policies", List.of("app"))).get("client_token");
    emulator.put("secret/app/db", Map.of("a", "1"));
    emulator.put("secret/other/db", Map.of("a", "1"));
    try (Opened app = Opened.of(emulator, Map.of("token", String.valueOf(token)))) {
      assertThat(app.text("vault://secret/app/db#a")).isEqualTo("1");
      StoreException failure = app.failure("vault://secret/other/db");
      assertThat(failure.code()).isEqualTo(ErrorCode.DENIED);
      assertThat(failure)
          .hasMessageContaining("path \"secret/data/other/db\" { capabilities = [\"read\"] }");
      assertThat(app.failure("vault://nomount/x").code()).isEqualTo(ErrorCode.DENIED);
    }
  }

  @Test
  void saysThatTheTokenIsUnknown() throws Exception {
    try (Opened nobody = Opened.of(emulator, Map.of("token", "s.unknown"))) {
      StoreException failure = nobody.failure("vault://secret/app");
      assertThat(failure.code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
      assertThat(failure).hasMessageContaining("store.vault.token").hasMessageContaining("expired");
      assertThat(failure.getMessage()).doesNotContain("s.unknown");
    }
  }

  @Test
  void saysThatTheTokenWasLost() throws Exception {
    Object token = emulator
        .write(
            "auth/token/create", Map.of("policies", List.of("default"), "no_default_policy", false))
        .get("client_token");
    emulator.put("secret/app", Map.of("a", "1"));
    try (Opened app =
        Opened.of(emulator, Map.of("token", String.valueOf(token), "kv-version.secret", "2"))) {
      assertThat(app.failure("vault://secret/app").code()).isEqualTo(ErrorCode.DENIED);
      emulator.write("auth/token/revoke", Map.of("token", token));
      assertThat(app.failure("vault://secret/app").code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
    }
  }
}
