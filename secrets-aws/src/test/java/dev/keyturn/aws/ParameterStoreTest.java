package dev.keyturn.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.Secret;
import dev.keyturn.model.SecretRef;
import dev.keyturn.model.StoredSecret;
import dev.keyturn.spi.BatchStore.Result;
import dev.keyturn.spi.StoreException;
import dev.keyturn.testkit.AwsEmulator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ParameterStoreTest {
  private final AwsEmulator emulator = AwsEmulator.start();
  private Opened opened;

  @BeforeEach
  void open() throws Exception {
    opened = Opened.parameterStore(emulator);
  }

  @AfterEach
  void close() {
    opened.close();
    emulator.close();
  }

  @Test
  void readsEveryTypeDecrypted() throws Exception {
    emulator.putParameter("plain", "a plain one");
    emulator.putStringList("list", "a", "b", "c");
    emulator.putSecureString("secure", "a secret one");
    assertThat(opened.text("aws-ssm://plain")).isEqualTo("a plain one");
    assertThat(opened.text("aws-ssm://list")).isEqualTo("a,b,c");
    assertThat(opened.text("aws-ssm://secure")).isEqualTo("a secret one");
  }

  @Test
  void asksForANameWithASlashWithOneInFront() throws Exception {
    emulator.putSecureString("/app/prod/token", "rooted");
    assertThat(opened.text("aws-ssm://app/prod/token")).isEqualTo("rooted");
    assertThat(opened.text("aws-ssm:///app/prod/token")).isEqualTo("rooted");
  }

  @Test
  void readsNumbersAndLabels() throws Exception {
    emulator.putSecureString("/app/token", "one");
    emulator.putSecureString("/app/token", "two");
    emulator.labelParameter("/app/token", 1, "stable");
    StoredSecret current = opened.fetch("aws-ssm://app/token");
    assertThat(current.version()).contains("2");
    assertThat(current.createdAt()).isPresent();
    StoredSecret first = opened.fetch("aws-ssm://app/token?version=1");
    assertThat(Opened.text(first)).isEqualTo("one");
    assertThat(first.isFixedVersion()).isTrue();
    StoredSecret labelled = opened.fetch("aws-ssm://app/token?version=stable");
    assertThat(Opened.text(labelled)).isEqualTo("one");
    assertThat(labelled.isFixedVersion()).isFalse();
  }

  @Test
  void tellsAMissingParameterFromAMissingVersion() {
    emulator.putSecureString("/app/token", "one");
    assertMissing("aws-ssm://app/other", "parameter/app/other");
    assertMissing("aws-ssm://app/token?version=7", "version 7");
    assertMissing("aws-ssm://app/token?version=stable", "version stable");
  }

  private void assertMissing(String ref, String hint) {
    StoreException failure = opened.failure(ref);
    assertThat(failure.code()).isEqualTo(ErrorCode.NOT_FOUND);
    assertThat(failure).hasMessageContaining(hint);
  }

  @Test
  void readsATreeOfSeveralPagesAsOneSecret() throws Exception {
    for (int i = 0; i < 25; i++) {
      emulator.putSecureString("/app/prod/p" + i, "value-" + i);
    }
    emulator.putSecureString("/app/prod/db/password", "deep");
    emulator.putSecureString("/app/production/other", "not below");
    Secret tree = Opened.secret(opened.fetch("aws-ssm://app/prod/"));
    assertThat(tree.fields()).hasSize(26).contains("p0", "p24", "db/password");
    assertThat(tree.field("p17").reveal()).isEqualTo("value-17");
    assertThat(tree.field("db/password").reveal()).isEqualTo("deep");
  }

  @Test
  void readsATreeOfOnePageWithOneCall() throws Exception {
    emulator.putSecureString("/app/prod/user", "u");
    emulator.putSecureString("/app/prod/password", "p");
    assertThat(opened.text("aws-ssm://app/prod/")).isEqualTo("{\"password\":\"p\",\"user\":\"u\"}");
    assertThat(emulator.controls().calls()).isEqualTo(1);
  }

  @Test
  void missesATreeWithNothingInIt() {
    assertMissing("aws-ssm://app/empty/", "parameter/app/empty/*");
  }

  @Test
  void readsAHundredWithTenCalls() throws Exception {
    List<SecretRef> refs = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      emulator.putSecureString("/batch/" + i, "value-" + i);
      refs.add(SecretRef.parse("aws-ssm://batch/" + i));
    }
    Map<SecretRef, Result> results = opened.store.fetchAll(refs, Opened.TIMEOUT);
    assertThat(emulator.controls().calls()).isEqualTo(10);
    for (int i = 0; i < 100; i++) {
      assertThat(Opened.text(results.get(refs.get(i)).get())).isEqualTo("value-" + i);
    }
  }

  @Test
  void batchesTwoSpellingsOfOneNameAndWhatIsMissing() throws Exception {
    emulator.putSecureString("/app/token", "one");
    SecretRef one = SecretRef.parse("aws-ssm://app/token");
    SecretRef other = SecretRef.parse("aws-ssm:///app/token");
    SecretRef missing = SecretRef.parse("aws-ssm://app/missing");
    SecretRef version = one.withVersion("1");
    SecretRef tree = SecretRef.parse("aws-ssm://app/");
    Map<SecretRef, Result> results =
        opened.store.fetchAll(List.of(one, other, missing, version, tree), Opened.TIMEOUT);
    assertThat(results).containsOnlyKeys(one, other, missing);
    assertThat(Opened.text(results.get(one).get())).isEqualTo("one");
    assertThat(Opened.text(results.get(other).get())).isEqualTo("one");
    assertThatThrownBy(results.get(missing)::get)
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
  }

  @Test
  void leavesAPortionWithSomethingDeniedToSingleReads() throws Exception {
    emulator.putSecureString("/app/a", "a");
    emulator.putSecureString("/app/b", "b");
    emulator.controls().deny("/app/b");
    List<SecretRef> refs =
        List.of(SecretRef.parse("aws-ssm://app/a"), SecretRef.parse("aws-ssm://app/b"));
    assertThat(opened.store.fetchAll(refs, Opened.TIMEOUT)).isEmpty();
    assertThat(opened.text("aws-ssm://app/a")).isEqualTo("a");
    assertThat(opened.failure("aws-ssm://app/b"))
        .hasMessageContaining("ssm:GetParameter on arn:aws:ssm:us-east-1:")
        .hasMessageContaining("parameter/app/b");
  }

  @Test
  void saysThrottledWithThePauseThatIsAskedFor() {
    emulator.putSecureString("/app/a", "a");
    emulator.controls().throttle(1, Duration.ofSeconds(3));
    StoreException failure = opened.failure("aws-ssm://app/a");
    assertThat(failure.code()).isEqualTo(ErrorCode.THROTTLED);
    assertThat(failure.retryAfter()).contains(Duration.ofSeconds(3));
  }
}
