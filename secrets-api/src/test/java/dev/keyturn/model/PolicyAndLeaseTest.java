package dev.keyturn.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class PolicyAndLeaseTest {
  @Test
  void theDefaultsAreAsDocumented() {
    CachePolicy policy = CachePolicy.defaults();

    assertThat(policy.ttl()).hasMinutes(5);
    assertThat(policy.staleIfError()).hasHours(1);
    assertThat(policy.notFoundTtl()).hasSeconds(10);
    assertThat(policy.maxEntries()).isEqualTo(10_000);
  }

  @Test
  void eachSettingChangesAlone() {
    CachePolicy policy = CachePolicy.defaults()
        .withTtl(Duration.ofSeconds(1))
        .withStaleIfError(Duration.ZERO)
        .withNotFoundTtl(Duration.ZERO)
        .withMaxEntries(1);

    assertThat(policy)
        .hasToString(
            "CachePolicy[ttl PT1S, stale-if-error PT0S, not-found-ttl PT0S, max-entries 1]");
    assertThat(CachePolicy.defaults().ttl()).hasMinutes(5);
  }

  @Test
  void whatIsOutOfRangeIsRefusedByTheKeyItIsSetWith() {
    CachePolicy policy = CachePolicy.defaults();
    Duration tooLong = Duration.ofSeconds(Long.MAX_VALUE);

    assertRefused(() -> policy.withTtl(Duration.ofMillis(999)), "cache.ttl is less than 1 s");
    assertRefused(() -> policy.withTtl(tooLong), "cache.ttl is more than ten years");
    assertRefused(
        () -> policy.withStaleIfError(Duration.ofNanos(-1)),
        "cache.stale-if-error is less than 0 s");
    assertRefused(
        () -> policy.withNotFoundTtl(tooLong), "cache.not-found-ttl is more than ten years");
    assertRefused(() -> policy.withMaxEntries(0), "cache.max-entries is less than 1");
  }

  private static void assertRefused(ThrowingCallable call, String message) {
    SecretsException refusal = catchThrowableOfType(SecretsException.class, call);

    assertThat(refusal).as("no failure").isNotNull();
    assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION);
    assertThat(refusal).hasMessage(message);
  }

  @Test
  void aLeaseDoesNotShowItsId() {
    Lease lease = new Lease("database/creds/deploy/abc", Duration.ofMinutes(5), true);

    assertThat(lease).hasToString("Lease[PT5M, renewable]");
    assertThat(new Lease("x", Duration.ZERO, false)).hasToString("Lease[PT0S]");
    assertThat(StoredSecret.of("v").withLease(lease).toString()).doesNotContain("abc");
  }

  @Test
  void aLeaseOfNegativeDurationIsRefused() {
    assertThatThrownBy(() -> new Lease("x", Duration.ofNanos(-1), false))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
