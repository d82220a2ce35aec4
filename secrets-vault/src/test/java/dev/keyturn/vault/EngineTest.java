package dev.keyturn.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyturn.LiveSecret;
import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.Lease;
import dev.keyturn.model.Secret;
import dev.keyturn.model.SecretRef;
import dev.keyturn.model.StoredSecret;
import dev.keyturn.spi.StoreException;
import dev.keyturn.testkit.VaultEmulator;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Engines that are no KV: credentials made at each read, and static roles. */
class EngineTest {
  private static final String STATIC = "vault://database/static-creds/st";
  private static final String CAPABILITIES = "sys/capabilities-self";

  private static void addStaticRole(VaultEmulator emulator, String period) {
    emulator.write(
        "database/static-roles/st",
        Map.of("db_name", "pg", "username", "stat", "rotation_period", period));
  }

  @Test
  void aStaticRoleTellsWhenItRotatesAndKeepsThatOutOfItsFields() {
    try (Kept kept = Kept.byApprole(3600, 7200, b -> b)) {
      addStaticRole(kept.emulator, "1h");
      Secret secret = kept.get(STATIC);
      assertThat(secret.fields()).containsExactlyInAnyOrder("username", "password");
      assertThat(secret.version()).isNotEqualTo("~1");
      assertThat(secret.createdAt()).isPresent();
      assertThat(secret.expiresAt()).isEmpty();
      assertThat(Duration.between(kept.time.instant(), secret.rotatesAt().orElseThrow()))
          .isBetween(Duration.ofMinutes(59), Duration.ofMinutes(61));
    }
  }

  @Test
  void aStaticRoleIsReadAgainJustAfterItRotated() {
    try (Kept kept = Kept.byApprole(3600, 7200, b -> b)) {
      addStaticRole(kept.emulator, "60s");
      LiveSecret live = kept.live(STATIC);
      for (int i = 0; i < 10; i++) {
        kept.advance(Duration.ofSeconds(60));
        kept.advance(Duration.ofSeconds(10));
        kept.advance(Duration.ofSeconds(50));
      }
      kept.advance(Duration.ofSeconds(8));
      assertThat(live.get().field("password").reveal())
          .isEqualTo(kept.emulator.databaseUsers().get("stat"));
      assertThat(kept.calls("database/static-creds/st")).isLessThan(60);
    }
  }

  @Test
  void aRotationThatIsOverdueDoesNotMakeItSpin() {
    try (Kept kept = Kept.byApprole(36000, 72000, b -> b)) {
      addStaticRole(kept.emulator, "60s");
      kept.live(STATIC);
      kept.advance(Duration.ofSeconds(30));
      kept.emulator.breakDatabase(); // it cannot rotate
      kept.emulator.controls().forgetCalls();
      kept.advance(Duration.ofMinutes(30));
      assertThat(kept.calls("database/static-creds/st")).isLessThan(90);
      kept.emulator.mendDatabase();
    }
  }

  @Test
  void aRoleThatIsNotThereIsMissing() throws Exception {
    try (Kept kept = Kept.byApprole(3600, 7200, b -> b);
        Opened opened = Opened.of(kept.emulator, Map.of())) {
      assertThat(opened.failure("vault://database/creds/nobody").code())
          .isEqualTo(ErrorCode.NOT_FOUND);
      assertThat(opened.failure("vault://database/static-creds/nobody").code())
          .isEqualTo(ErrorCode.NOT_FOUND);
      assertThat(opened.failure("vault://database/creds/app?version=1").code())
          .isEqualTo(ErrorCode.INVALID_REFERENCE);
    }
  }

  @Test
  void aDatabaseThatIsDownIsAnOutage() throws Exception {
    try (Kept kept = Kept.byApprole(3600, 7200, b -> b);
        Opened opened = Opened.of(kept.emulator, Map.of())) {
      kept.emulator.breakDatabase();
      assertThat(opened.failure(Kept.CREDS).code()).isEqualTo(ErrorCode.UNAVAILABLE);
    }
  }

  @Test
  void aProbeMakesNothing() throws Exception {
    try (Kept kept = Kept.byApprole(3600, 7200, b -> b);
        Opened root = Opened.of(kept.emulator, Map.of())) {
      addStaticRole(kept.emulator, "1h");
      assertThat(probe(root, Kept.CREDS)).isTrue();
      assertThat(probe(root, STATIC)).isFalse();
      assertThat(probe(root, "vault://secret/app")).isFalse();
      assertThat(kept.emulator.leases()).isEmpty();
      assertThat(kept.calls(CAPABILITIES)).isEqualTo(1);
    }
  }

  @Test
  void aProbeOfWhatMayNotBeReadIsDenied() throws Exception {
    try (Kept kept = Kept.byApprole(3600, 7200, b -> b)) {
      kept.emulator.write(
          "sys/policies/acl/one",
          Map.of("policy", "path \"database/creds/one\" { capabilities = [\"read\"] }"));
      Object token = kept.emulator
          .write("auth/token/create", Map.of("policies", List.of("one")))
          .get("client_token");
      try (Opened one = Opened.of(kept.emulator, Map.of("token", String.valueOf(token)))) {
        assertThat(probe(one, "vault://database/creds/one")).isTrue();
        assertThatThrownBy(() -> probe(one, Kept.CREDS))
            .isInstanceOfSatisfying(
                StoreException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DENIED))
            .hasMessageContaining("database/creds/app");
        kept.emulator.controls().deny(CAPABILITIES);
        assertThatThrownBy(() -> probe(one, Kept.CREDS))
            .hasMessageContaining("path \"sys/capabilities-self\" { capabilities = [\"update\"] }");
      }
    }
  }

  private static boolean probe(Opened opened, String ref) throws Exception {
    return opened.store.probe(SecretRef.parse(ref), Opened.TIMEOUT);
  }

  @Test
  void aTokenThatWasGivenIsNotRevokedAndItsLeasesAreSingly() throws Exception {
    try (Kept kept = Kept.byApprole(3600, 7200, b -> b);
        Opened root = Opened.of(kept.emulator, Map.of())) {
      StoredSecret made = root.fetch(Kept.CREDS);
      Lease lease = made.lease().orElseThrow();
      assertThat(root.store.logOut(List.of(lease), Opened.TIMEOUT)).containsExactly(lease);
      root.store.revoke(lease, Opened.TIMEOUT);
      assertThat(kept.emulator.leases()).isEmpty();
      root.store.revoke(lease, Opened.TIMEOUT); // again is no error
      assertThat(kept.calls("auth/token/revoke-self")).isZero();
      assertThatThrownBy(() -> root.store.renew(lease, lease.duration(), Opened.TIMEOUT))
          .isInstanceOfSatisfying(
              StoreException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
    }
  }

  @Test
  void aLeaseShowsNothingOfItself() throws Exception {
    try (Kept kept = Kept.byApprole(3600, 7200, b -> b);
        Opened root = Opened.of(kept.emulator, Map.of())) {
      StoredSecret made = root.fetch(Kept.CREDS);
      assertThat(made.version()).isEmpty();
      assertThat(made.toString() + made.lease().orElseThrow())
          .doesNotContain(kept.emulator.leases().get(0));
    }
  }
}
