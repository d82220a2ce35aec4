package dev.keyturn.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretRefTest {
  @Test
  void everyPartIsRead() {
    SecretRef ref = SecretRef.parse("aws-sm://prod/db%20one?version=AWSPREVIOUS#users/0/name");

    assertThat(ref.store()).isEqualTo("aws-sm");
    assertThat(ref.segments()).containsExactly("prod", "db one");
    assertThat(ref.path()).isEqualTo("prod/db one");
    assertThat(ref.version()).contains("AWSPREVIOUS");
    assertThat(ref.field()).contains("users/0/name");
    assertThat(ref.isRooted()).isFalse();
    assertThat(ref.isTree()).isFalse();
    assertThat(ref.storeAndPath()).isEqualTo("aws-sm://prod/db%20one");
  }

  @ParameterizedTest
  @CsvSource({
    "env://TOKEN,             TOKEN,        false, false",
    "aws-ssm://app/prod/,     app/prod/,    false, true",
    "aws-ssm:///app/prod,     /app/prod,    true,  false",
    "aws-ssm:///app/,         /app/,        true,  true",
  })
  void aLeadingSlashRootsAndATrailingOneMeansTheTree(
      String text, String path, boolean rooted, boolean tree) {
    SecretRef ref = SecretRef.parse(text);

    assertThat(ref.path()).isEqualTo(path);
    assertThat(ref.isRooted()).isEqualTo(rooted);
    assertThat(ref.isTree()).isEqualTo(tree);
  }

  /** What is written, and the one spelling it comes to. */
  @ParameterizedTest
  @CsvSource(delimiterString = " | ", quoteCharacter = '"', textBlock = """
          env://TOKEN                           | env://TOKEN
          ENV://TOKEN                           | ENV://TOKEN
          0_-9://x                              | 0_-9://x
          env://%54OKEN                         | env://TOKEN
          env://a b                             | env://a%20b
          env://a%20b                           | env://a%20b
          env://a+b                             | env://a+b
          env://a%2Bb                           | env://a+b
          env://a&b=c;d,e:f@g!h                 | env://a&b=c;d,e:f@g!h
          env://~'()*$._-                       | env://~'()*$._-
          env://"<>"                            | env://%22%3C%3E%22
          env://a%3Fb%23c                       | env://a%3Fb%23c
          env://...                             | env://...
          env://..data                          | env://..data
          env://100%25                          | env://100%25
          env://%2541                           | env://%2541
          env://[x]{y}|z^`                      | env://%5Bx%5D%7By%7D%7Cz%5E%60
          env://é                               | env://%C3%A9
          env://%c3%a9                          | env://%C3%A9
          env://🔑                              | env://%F0%9F%94%91
          env://%F0%9F%94%91                    | env://%F0%9F%94%91
          gcp-sm://x?version=5                  | gcp-sm://x?version=5
          gcp-sm://x?version=a%26b              | gcp-sm://x?version=a%26b
          gcp-sm://x?version=a=b                | gcp-sm://x?version=a=b
          gcp-sm://x?version=a/b?c              | gcp-sm://x?version=a%2Fb%3Fc
          vault://kv/db#a/b?c                   | vault://kv/db#a/b?c
          vault://kv/db#a%23b                   | vault://kv/db#a%23b
          vault://kv/db#a%2Fb                   | vault://kv/db#a/b
          vault://kv/db#%7E1                    | vault://kv/db#~1
          vault://kv/db#..                      | vault://kv/db#..
          aws-sm://arn:aws:secretsmanager:eu-west-1:123456789012:secret:x-AbCdEf | aws-sm://arn:aws:secretsmanager:eu-west-1:123456789012:secret:x-AbCdEf
          """)
  void thereIsOneSpellingAndItReadsAsTheSame(String text, String canonical) {
    SecretRef ref = SecretRef.parse(text);

    assertThat(ref).hasToString(canonical);
    assertThat(SecretRef.parse(canonical)).isEqualTo(ref).hasSameHashCodeAs(ref);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "env://A",
        "ENV://a",
        "env:///a",
        "env://a/",
        "env://a/b",
        "env://a?version=1",
        "env://a#f"
      })
  void referencesThatDifferAnywhereAreNotEqual(String other) {
    assertThat(SecretRef.parse("env://a")).isNotEqualTo(SecretRef.parse(other));
  }

  @Test
  void versionAndFieldCanBeSetAndTakenAway() {
    SecretRef whole = SecretRef.parse("vault://kv/db");
    SecretRef changed = whole.withVersion("a&version=b#c").withField("p#w/é");

    assertThat(changed.version()).contains("a&version=b#c");
    assertThat(changed.field()).contains("p#w/é");
    assertThat(SecretRef.parse(changed.toString())).isEqualTo(changed);
    assertThat(changed.withoutField()).isEqualTo(whole.withVersion("a&version=b#c"));
    assertThat(whole.withoutField()).isSameAs(whole);
    assertThat(changed.storeAndPath()).isEqualTo("vault://kv/db");
  }

  @Test
  void theLongestReferenceIsReadAndItsSpellingToo() {
    String longest = "env://" + "x".repeat(4096 - "env://".length());

    assertThat(SecretRef.parse(SecretRef.parse(longest).toString())).hasToString(longest);
  }

  @Test
  void segmentsCannotBeChanged() {
    List<String> segments = SecretRef.parse("env://a/b").segments();

    assertThatThrownBy(() -> segments.set(0, "x"))
        .isInstanceOf(UnsupportedOperationException.class);
  }
}
