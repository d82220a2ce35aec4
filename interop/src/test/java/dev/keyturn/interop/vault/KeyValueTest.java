package dev.keyturn.interop.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keyturn.Secrets;
import dev.keyturn.interop.servers.BaoAdmin;
import dev.keyturn.interop.servers.OpenBao;
import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.Secret;
import dev.keyturn.model.SecretsException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Key-value secrets of both kinds: what OpenBao keeps, and what is said of what it does not give. */
class KeyValueTest {
  private static final String[] POLICY = {
    "path \"kv1/*\" { capabilities = [\"read\"] }",
    "path \"kv2/data/*\" { capabilities = [\"read\"] }"
  };

  private final OpenBao server = OpenBao.dev();
  private final BaoAdmin admin = server.admin();
  private final Rotations seen = new Rotations();
  private Secrets secrets;

  @BeforeEach
  void setUp() {
    admin.mount("kv1", "kv", Map.of("version", "1"));
    admin.mountVersioned("kv2");
    admin.call("PUT", "kv1/app", Map.of("password", "one", "port", 5432));
    for (int i = 1; i <= 4; i++) {
      admin.call("PUT", "kv2/data/app", Map.of("data", Map.of("password", "value-" + i)));
    }
    secrets = open(POLICY);
  }

  private Secrets open(String[] policy, String... more) {
    admin.policy("app", policy);
    Map<String, String> settings = new HashMap<>(
        Map.of("address", server.address().toString(), "auth", "token", "token", "env://TOKEN"));
    for (int i = 0; i < more.length; i += 2) {
      settings.put(more[i], more[i + 1]);
    }
    return Secrets.builder()
        .environment(Map.of("TOKEN", admin.newToken("app", "1h")))
        .timeout(Duration.ofSeconds(5))
        .observer(seen)
        .store("vault", "vault", settings)
        .build();
  }

  @AfterEach
  void close() {
    secrets.close();
    server.close();
  }

  private SecretsException fails(ErrorCode code, Secrets in, String ref) {
    SecretsException failure = catchThrowableOfType(SecretsException.class, () -> in.get(ref));
    assertThat(failure).as(ref).isNotNull();
    System.out.println(failure.code() + ": " + failure.getMessage());
    assertThat(failure.code()).as(failure.getMessage()).isEqualTo(code);
    return failure;
  }

  private SecretsException fails(ErrorCode code, String ref) {
    return fails(code, secrets, ref);
  }

  @Test
  void readsBothKindsAndAsksOnceWhichItIs() {
    Secret first = secrets.get("vault://kv1/app");
    assertThat(first.field("password").reveal()).isEqualTo("one");
    assertThat(first.field("port").reveal()).isEqualTo("5432");
    Secret second = secrets.get("vault://kv2/app");
    assertThat(second.field("password").reveal()).isEqualTo("value-4");
    assertThat(second.version()).isEqualTo("4");
    assertThat(second.createdAt().orElseThrow())
        .isBetween(Instant.now().minusSeconds(300), Instant.now().plusSeconds(5));
    secrets.refresh("vault://kv1/app");
    secrets.refresh("vault://kv2/app");
    assertThat(asked("sys/internal/ui/mounts/")).isLessThanOrEqualTo(2);
  }

  private long asked(String prefix) {
    return server.audits().stream()
        .filter(entry -> entry.path().startsWith(prefix))
        .count();
  }

  @Test
  void versionsAreReadUntilTheyAreDeletedOrDestroyed() {
    assertThat(secrets.get("vault://kv2/app?version=2#password").reveal()).isEqualTo("value-2");
    admin.call("POST", "kv2/delete/app", Map.of("versions", List.of(1)));
    admin.call("PUT", "kv2/destroy/app", Map.of("versions", List.of(3)));
    assertThat(fails(ErrorCode.NOT_FOUND, "vault://kv2/app?version=1"))
        .hasMessageContaining("deleted");
    assertThat(fails(ErrorCode.NOT_FOUND, "vault://kv2/app?version=3"))
        .hasMessageContaining("destroyed");
    fails(ErrorCode.NOT_FOUND, "vault://kv2/app?version=9");
    admin.call("POST", "kv2/undelete/app", Map.of("versions", List.of(1)));
    assertThat(secrets.refresh("vault://kv2/app?version=1#password").reveal()).isEqualTo("value-1");
    fails(ErrorCode.INVALID_REFERENCE, "vault://kv1/app?version=1");
  }

  @Test
  void whatIsMissingAndWhatIsDeniedAreToldApart() {
    fails(ErrorCode.NOT_FOUND, "vault://kv1/missing");
    fails(ErrorCode.NOT_FOUND, "vault://kv2/missing");
    assertThat(fails(ErrorCode.NOT_FOUND, "vault://kv2/data/app")).hasMessageContaining("data/");
    admin.mountVersioned("closed");
    fails(ErrorCode.DENIED, "vault://closed/app");
    fails(ErrorCode.DENIED, "vault://nowhere/app");
  }

  @Test
  void whatKindAMountIsNeedNotBeAskedWhereItIsSaid() {
    String[] policy = {
      "path \"sys/internal/ui/mounts/*\" { capabilities = [\"deny\"] }", POLICY[0], POLICY[1]
    };
    try (Secrets told = open(policy, "kv-version.kv1", "1", "kv-version.kv2", "2")) {
      assertThat(told.get("vault://kv1/app#password").reveal()).isEqualTo("one");
      assertThat(told.get("vault://kv2/app#password").reveal()).isEqualTo("value-4");
      assertThat(asked("sys/internal/ui/mounts/")).isZero();
    }
    // OpenBao tells it to whoever may do something in the mount
    try (Secrets untold = open(policy)) {
      assertThat(untold.get("vault://kv2/app#password").reveal()).isEqualTo("value-4");
    }
  }

  @Test
  void aNamespaceIsAPlaceOfItsOwn() {
    admin.call("POST", "sys/namespaces/team1", Map.of());
    admin.call(
        "POST", "team1/sys/mounts/kv2", Map.of("type", "kv", "options", Map.of("version", "2")));
    admin.call("PUT", "team1/kv2/data/app", Map.of("data", Map.of("password", "of-team1")));
    String root = admin.token();
    try (Secrets inside = Secrets.builder()
        .environment(Map.of("TOKEN", root))
        .store(
            "vault",
            "vault",
            Map.of(
                "address",
                server.address().toString(),
                "auth",
                "token",
                "token",
                "env://TOKEN",
                "namespace",
                "team1"))
        .build()) {
      assertThat(inside.get("vault://kv2/app#password").reveal()).isEqualTo("of-team1");
    }
  }

  @Test
  void aSealedServerIsSaidToBe() {
    server.seal();
    assertThat(fails(ErrorCode.UNAVAILABLE, "vault://kv2/app")).hasMessageContaining("sealed");
  }

  @Test
  void whoAsksTooOftenWaitsAsLongAsTheServerSays() {
    admin.call("POST", "sys/quotas/config", Map.of("enable_rate_limit_response_headers", true));
    admin.call(
        "POST", "sys/quotas/rate-limit/kv", Map.of("path", "kv2/", "rate", 1, "interval", "2s"));
    for (int i = 1; i <= 3; i++) {
      assertThat(secrets.refresh("vault://kv2/app?version=" + i + "#password").reveal())
          .isEqualTo("value-" + i);
    }
    System.out.println("3 reads, 1 allowed in 2 s: " + seen.failures() + " throttled, 0 failed");
    assertThat(seen.failures()).isPositive();
  }
}
