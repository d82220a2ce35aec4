package dev.keyturn.interop.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keyturn.Secrets;
import dev.keyturn.interop.Traces;
import dev.keyturn.interop.servers.Moto;
import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.SecretsException;
import dev.keyturn.testkit.AwsEmulator;
import dev.keyturn.testkit.ManualTime;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A job's own identity, from the runner's address to a secret. */
class WebIdentityTest {
  private static final String REF = "aws-sm://prod/db";

  private static Map<String, String> settings(URI endpoint) {
    return Map.of(
        "auth",
        "ci",
        "role-arn",
        "arn:aws:iam::123456789012:role/deploy",
        "endpoint",
        endpoint.toString(),
        "sts-endpoint",
        endpoint.toString());
  }

  /** A day of work in a moment: the token lives 5 minutes, the session 15, the job six hours. */
  @Test
  void aJobOfSixHoursNeverSeesItsIdentityEnd() throws Exception {
    ManualTime time = new ManualTime(Instant.parse("2026-03-01T00:00:00Z"));
    try (JobRunner runner = new JobRunner(time::instant);
        AwsEmulator emulator = AwsEmulator.start(time)) {
      emulator.limitCredentials(Duration.ofMinutes(15));
      emulator.trust("https://token.actions.example", "sts.amazonaws.com");
      emulator.put("prod/db", "value-of-db");
      try (Secrets secrets = Secrets.builder()
          .environment(runner.environment())
          .time(time)
          .store("aws-sm", "aws-sm", settings(emulator.endpoint()))
          .build()) {
        int reads = 0;
        for (; reads < 6 * 60; reads++) {
          assertThat(secrets.refresh(REF).reveal()).isEqualTo("value-of-db");
          assertThat(secrets.get(REF).isStale()).isFalse();
          time.advance(Duration.ofMinutes(1));
        }
        int exchanges = emulator.controls().calls("AssumeRoleWithWebIdentity");
        System.out.println("six hours: " + reads + " reads, 0 failed; " + exchanges
            + " exchanges, each with a token of its own (" + runner.given().size() + ")");
        assertThat(exchanges).isEqualTo(runner.given().size()).isBetween(24, 60);
        assertThat(new HashSet<>(runner.given())).hasSize(exchanges);
      }
    }
  }

  @Test
  void motoTakesTheRoleToo() throws Exception {
    Moto moto = Moto.fresh();
    moto.putSecret("prod/db", "value-of-db");
    try (JobRunner runner = new JobRunner(Instant::now);
        Secrets secrets = Secrets.builder()
            .environment(runner.environment())
            .store("aws-sm", "aws-sm", settings(moto.endpoint()))
            .build()) {
      assertThat(secrets.get(REF).reveal()).isEqualTo("value-of-db");
      assertThat(runner.given()).hasSize(1);
    }
  }

  @Test
  void aJobWithoutThePermissionIsToldSo() throws IOException {
    try (Secrets secrets = Secrets.builder()
        .environment(JobRunner.withoutPermission())
        .store("aws-sm", "aws-sm", settings(Moto.fresh().endpoint()))
        .build()) {
      SecretsException failure =
          catchThrowableOfType(SecretsException.class, () -> secrets.get(REF));
      System.out.println("without the permission: " + failure.code() + ": " + failure.getMessage());
      assertThat(failure.code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
      assertThat(failure).hasMessageContaining("permissions: id-token: write");
    }
  }

  @Test
  void noErrorHoldsTheTokenOrTheSession() throws Exception {
    Map<String, ErrorCode> outcomes = new HashMap<>();
    try (JobRunner runner = new JobRunner(Instant::now);
        SpitefulSts sts = new SpitefulSts()) {
      for (String spite : SpitefulSts.SPITES) {
        sts.now(spite);
        try (Secrets secrets = Secrets.builder()
            .environment(runner.environment())
            .timeout(Duration.ofSeconds(3))
            .store("aws-sm", "aws-sm", settings(sts.endpoint()))
            .build()) {
          SecretsException failure =
              catchThrowableOfType(SecretsException.class, () -> secrets.get(REF));
          assertThat(failure).as(spite).isNotNull();
          assertThat(Traces.all(failure))
              .as(spite)
              .doesNotContain(sts.secrets())
              .doesNotContain(runner.given())
              .doesNotContain(JobRunner.BEARER);
          outcomes.put(spite, failure.code());
        }
      }
    }
    System.out.println("STS answers that quote what they were sent, or give half a session:");
    SpitefulSts.SPITES.forEach(
        spite -> System.out.println("  " + spite + " -> " + outcomes.get(spite)));
    assertThat(outcomes).hasSize(SpitefulSts.SPITES.size());
  }
}
