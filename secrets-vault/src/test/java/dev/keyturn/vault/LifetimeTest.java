package dev.keyturn.vault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.LiveSecret;
import dev.keyturn.model.Secret;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** How long logins and leases live, and what of one ends with the other. */
class LifetimeTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final String RENEW_SELF = "auth/token/renew-self";
  private static final String REVOKE_SELF = "auth/token/revoke-self";
  private static final String RENEW = "sys/leases/renew";
  private static final String REVOKE = "sys/leases/revoke";

  @Test
  void aTokenIsRenewedWhileItIsUsed() {
    try (Kept kept = Kept.byApprole(30, 3600, b -> b)) {
      kept.role("10s", "1h");
      LiveSecret live = kept.live(Kept.CREDS);
      String user = live.get().field("username").reveal();
      kept.advance(Duration.ofMinutes(10));
      assertThat(live.get().field("username").reveal()).isEqualTo(user);
      assertThat(kept.calls("login")).isEqualTo(1);
      assertThat(kept.calls(RENEW_SELF)).isBetween(20, 30);
      assertThat(kept.emulator.leases()).hasSize(1);
    }
  }

  @Test
  void aLeaseThatIsLongerThanItsTokenIsKeptByRenewingBoth() {
    try (Kept kept = Kept.byApprole(30, 3600, b -> b)) {
      kept.get("vault://secret/app");
      kept.advance(Duration.ofSeconds(7));
      kept.role("1h", "24h");
      LiveSecret live = kept.live(Kept.CREDS);
      String user = live.get().field("username").reveal();
      for (int i = 0; i < 600; i++) {
        kept.advance(SECOND);
        assertThat(live.get().field("username").reveal()).as("at second " + i).isEqualTo(user);
      }
      assertThat(kept.calls("login")).isEqualTo(1);
      assertThat(kept.emulator.leases()).hasSize(1);
    }
  }

  @Test
  void aTokenThatCannotBeRenewedFurtherIsReplacedAndItsLeasesAreRotatedBefore() {
    try (Kept kept = Kept.byApprole(30, 60, b -> b)) {
      kept.role("1h", "24h");
      LiveSecret live = kept.live(Kept.CREDS);
      List<String> seen = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        kept.advance(SECOND);
        Secret now = live.get();
        assertThat(now.isStale()).isFalse();
        String user = now.field("username").reveal();
        assertThat(kept.emulator.databaseUsers()).as("at second " + i).containsKey(user);
        if (!seen.contains(user)) {
          seen.add(user);
        }
      }
      assertThat(kept.calls("login")).isBetween(5, 9);
      assertThat(seen).hasSizeBetween(5, 9);
    }
  }

  @Test
  void aLeaseNeverCountsForLongerThanItsToken() {
    try (Kept kept = Kept.byApprole(30, 30, b -> b)) {
      kept.role("1h", "24h");
      Secret secret = kept.get(Kept.CREDS);
      assertThat(Duration.between(secret.fetchedAt(), secret.expiresAt().orElseThrow()))
          .isLessThanOrEqualTo(Duration.ofSeconds(30));
    }
  }

  @Test
  void renewalsAskForTheFirstDurationAgainAndShrinkingGrantsAreReplaced() {
    try (Kept kept = Kept.byApprole(3600, 7200, b -> b)) {
      LiveSecret live = kept.live(Kept.CREDS);
      List<String> seen = new ArrayList<>();
      for (int i = 0; i < 600; i++) {
        kept.advance(Duration.ofMillis(100));
        String user = live.get().field("username").reveal();
        assertThat(kept.emulator.databaseUsers()).containsKey(user);
        if (!seen.contains(user)) {
          seen.add(user);
        }
      }
      assertThat(seen).hasSizeBetween(3, 5);
      assertThat(kept.calls("login")).isEqualTo(1);
    }
  }

  @Test
  void oneNewLoginForAllWhoWaitWhenTheTokenIsLost() {
    try (Kept kept = Kept.byApprole(3600, 7200, b -> b)) {
      for (int i = 0; i < 64; i++) {
        kept.emulator.put("secret/s" + i, Map.of("a", "v" + i));
      }
      kept.get("vault://secret/app");
      assertThat(kept.emulator.endLogins()).isEqualTo(1);
      List<CompletableFuture<Secret>> callers = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        String ref = "vault://secret/s" + i + "#a";
        callers.add(kept.time.start(() -> kept.secrets.get(ref)));
      }
      kept.time.awaitIdle();
      for (int i = 0; i < 64; i++) {
        assertThat(callers.get(i).join().reveal()).isEqualTo("v" + i);
      }
      assertThat(kept.calls("login")).isEqualTo(2);
    }
  }

  @Test
  void leasesOfALostTokenCountAsGoneAtOnce() {
    try (Kept kept = Kept.byApprole(3600, 7200, b -> b)) {
      kept.role("1h", "24h");
      LiveSecret live = kept.live(Kept.CREDS);
      String before = live.get().field("username").reveal();
      kept.emulator.endLogins();
      kept.get("vault://secret/app"); // finds out
      kept.advance(SECOND);
      String after = live.get().field("username").reveal();
      assertThat(after).isNotEqualTo(before);
      assertThat(kept.emulator.databaseUsers()).containsKey(after);
      assertThat(kept.calls("login")).isEqualTo(2);
    }
  }

  @Test
  void aRenewalThatFailsWhileTheDatabaseIsDownIsTriedAgainUntilTheLeaseEnds() {
    try (Kept kept = Kept.byApprole(3600, 7200, b -> b)) {
      kept.role("60s", "24h");
      LiveSecret live = kept.live(Kept.CREDS);
      String user = live.get().field("username").reveal();
      kept.emulator.breakDatabase();
      kept.advance(Duration.ofSeconds(48));
      assertThat(live.get().field("username").reveal()).isEqualTo(user);
      assertThat(kept.calls(RENEW)).isGreaterThan(1);
      kept.emulator.mendDatabase();
      kept.advance(Duration.ofSeconds(30));
      assertThat(live.get().field("username").reveal()).isEqualTo(user);
      assertThat(live.get().isStale()).isFalse();
    }
  }

  @Test
  void closeEndsTheLoginAndItsLeasesWithIt() {
    try (Kept kept = Kept.byApprole(3600, 7200, b -> b)) {
      kept.get(Kept.CREDS);
      assertThat(kept.emulator.leases()).hasSize(1);
      kept.secrets.close();
      assertThat(kept.emulator.leases()).isEmpty();
      assertThat(kept.calls(REVOKE_SELF)).isEqualTo(1);
      assertThat(kept.calls(REVOKE)).isZero();
      assertThat(kept.emulator.endLogins()).isZero();
    }
  }

  @Test
  void closeEndsALoginWithoutLeasesToo() {
    try (Kept kept = Kept.byApprole(3600, 7200, b -> b)) {
      kept.get("vault://secret/app");
      kept.secrets.close();
      assertThat(kept.calls(REVOKE_SELF)).isEqualTo(1);
    }
  }

  @Test
  void whatIsToOutliveTheProcessKeepsItsLogin() {
    try (Kept kept = Kept.byApprole(3600, 7200, b -> b.set("leases.revoke-on-close", "false"))) {
      kept.get(Kept.CREDS);
      kept.secrets.close();
      assertThat(kept.emulator.leases()).hasSize(1);
      assertThat(kept.calls(REVOKE_SELF)).isZero();
    }
  }

  @Test
  void aReplacedLeaseIsRevokedAfterItsGraceAndARefusalNamesThePath() {
    try (Log log = new Log();
        Kept kept = Kept.byApprole(36000, 72000, b -> b.set("leases.grace", "5s"))) {
      kept.role("600s", "900s");
      kept.live(Kept.CREDS);
      kept.advance(Duration.ofMinutes(12));
      assertThat(log.lines())
          .anyMatch(
              line -> line.contains("path \"sys/leases/revoke\" { capabilities = [\"update\"] }"));
    }
  }
}
