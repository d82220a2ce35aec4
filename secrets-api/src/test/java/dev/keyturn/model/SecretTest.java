package dev.keyturn.model;

import static dev.keyturn.model.Stored.AT;
import static dev.keyturn.model.Stored.REF;
import static dev.keyturn.model.Stored.secret;
import static dev.keyturn.model.Stored.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.time.Instant;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretTest {
  private static final byte[] NOT_TEXT = {(byte) 0xC3, 0x28, 0, (byte) 0xFF};

  @ParameterizedTest
  @ValueSource(strings = {"", "hunter2", " a\n", "\uFEFFb", "ü€🔑", "a\u0000b", "{\"a\":1}"})
  void theValueComesOutAsItIs(String value) {
    Secret secret = secret(value);

    assertThat(secret.reveal()).isEqualTo(value);
    assertThat(secret.revealBytes()).isEqualTo(utf8(value));
    assertThat(secret.revealChars()).isEqualTo(value.toCharArray());
    assertThat(secret.matches(utf8(value))).isTrue();
    assertThat(secret.matches(utf8(value + "x"))).isFalse();
  }

  @Test
  void bytesThatAreNotTextComeOutAsBytesOnly() {
    Secret secret = secret(NOT_TEXT);

    assertThat(secret.revealBytes()).isEqualTo(NOT_TEXT);
    assertThat(secret.matches(NOT_TEXT)).isTrue();
    assertThat(secret.fields()).isEmpty();
    assertMalformed(secret::reveal, "vault://kv/db", "revealBytes()");
    assertMalformed(secret::revealChars, "vault://kv/db", "revealBytes()");
    assertMalformed(() -> secret.field("a"), "vault://kv/db", "UTF-8");
  }

  @Test
  void nobodyCanChangeTheValueFromOutside() {
    byte[] given = utf8("hunter2");
    Secret secret = secret(given);
    given[0] = 'X';
    secret.revealBytes()[0] = 'X';
    secret.revealChars()[0] = 'X';

    assertThat(secret.reveal()).isEqualTo("hunter2");
    assertThat(secret.matches(given)).isFalse();
  }

  @Test
  void halfASurrogatePairIsRefusedInsteadOfChanged() {
    assertMalformed(() -> StoredSecret.of("a\uD800"), "surrogate");
    assertMalformed(() -> secret("{\"a\": \"\\ud800\"}").field("a"), "vault://kv/db", "surrogate");
  }

  @Test
  void whatTheStoreSaysIsKept() {
    Instant day = Instant.parse("2026-01-01T00:00:00Z");
    Lease lease = new Lease("database/creds/1", Duration.ofMinutes(5), true);
    StoredSecret stored = StoredSecret.of("x")
        .withVersion("7")
        .withFixedVersion()
        .withCreatedAt(day)
        .withExpiresAt(day.plusSeconds(1))
        .withRotatesAt(day.plusSeconds(2))
        .withLease(lease);
    Secret secret = secret(stored);

    assertThat(stored.version()).contains("7");
    assertThat(stored.isFixedVersion()).isTrue();
    assertThat(stored.lease()).contains(lease);
    assertThat(secret.version()).isEqualTo("7");
    assertThat(secret.ref()).isEqualTo(REF);
    assertThat(secret.fetchedAt()).isEqualTo(AT);
    assertThat(secret.createdAt()).contains(day);
    assertThat(secret.expiresAt()).contains(day.plusSeconds(1));
    assertThat(secret.rotatesAt()).contains(day.plusSeconds(2));
  }

  @Test
  void whatTheStoreDoesNotSayIsAbsent() {
    StoredSecret stored = StoredSecret.of("x");
    Secret secret = secret(stored);

    assertThat(stored.version()).isEmpty();
    assertThat(stored.isFixedVersion()).isFalse();
    assertThat(stored.lease()).isEmpty();
    assertThat(secret.version()).isEqualTo("~1");
    assertThat(secret.createdAt()).isEmpty();
    assertThat(secret.expiresAt()).isEmpty();
    assertThat(secret.rotatesAt()).isEmpty();
  }

  @Test
  void aStaleOneSaysWhyAndKeepsTheRest() {
    Secret fresh = secret("hunter2");
    Secret stale = fresh.withStaleReason(ErrorCode.UNAVAILABLE);

    assertThat(fresh.isStale()).isFalse();
    assertThat(fresh.staleReason()).isEmpty();
    assertThat(stale.isStale()).isTrue();
    assertThat(stale.staleReason()).contains(ErrorCode.UNAVAILABLE);
    assertThat(stale.reveal()).isEqualTo("hunter2");
    assertThat(stale).isNotEqualTo(fresh);
  }

  @Test
  void equalityIsIdentity() {
    StoredSecret stored = StoredSecret.of("x");

    assertThat(secret(stored)).isNotEqualTo(secret(stored));
    assertThat(secret("{\"a\":1}").field("a")).isNotEqualTo(secret("{\"a\":1}").field("a"));
    assertThat(stored).isNotEqualTo(StoredSecret.of("x"));
  }

  @Test
  void toStringTellsAllButTheValueOnOneLine() {
    Secret secret =
        secret(StoredSecret.of("hunter2").withVersion("7\u001B[2J\n8").withCreatedAt(AT));

    assertThat(secret.withStaleReason(ErrorCode.TIMEOUT))
        .hasToString("Secret[vault://kv/db, version 7?[2J?8, fetched 2026-11-22T10:15:30Z, created"
            + " 2026-11-22T10:15:30Z, stale: TIMEOUT, value hidden]");
    assertThat(StoredSecret.of("hunter2").withVersion("7\n8").toString())
        .contains("7?8")
        .doesNotContain("hunter2", "\n");
  }

  @Test
  void sameValueIsSaidOfBytesWhateverTheVersions() {
    StoredSecret stored = StoredSecret.of("hunter2").withVersion("1");

    assertThat(stored.hasSameValueAs(StoredSecret.of("hunter2").withVersion("2")))
        .isTrue();
    assertThat(stored.hasSameValueAs(StoredSecret.of("hunter3"))).isFalse();
    assertThat(stored.hasSameValueAs(StoredSecret.of("hunter"))).isFalse();
    assertThat(stored.hasSameValueAs(stored.withVersion("2"))).isTrue();
  }

  private static void assertMalformed(ThrowingCallable call, String... parts) {
    SecretsException failure = catchThrowableOfType(SecretsException.class, call);

    assertThat(failure).as("no failure").isNotNull();
    assertThat(failure.code()).isEqualTo(ErrorCode.MALFORMED);
    assertThat(failure.getMessage()).contains(parts);
  }
}
