package dev.keyturn.engine;

import static dev.keyturn.engine.Rig.code;
import static dev.keyturn.engine.Rig.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.LiveSecret;
import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.SecretsException;
import dev.keyturn.model.StoredSecret;
import dev.keyturn.spi.SecretStore;
import dev.keyturn.spi.SecretStoreProvider;
import dev.keyturn.spi.StoreContext;
import dev.keyturn.spi.StoreException;
import dev.keyturn.spi.StoreKind;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
  private static final AtomicInteger OPENED = new AtomicInteger();

  /** Counts how often it is opened. */
  @StoreKind("counting")
  public static final class Provider implements SecretStoreProvider {
    @Override
    public Set<String> keys() {
      return Set.of();
    }

    @Override
    public SecretStore open(StoreContext context) throws StoreException {
      OPENED.incrementAndGet();
      throw new StoreException(ErrorCode.INVALID_CONFIGURATION, "not for use");
    }
  }

  private static Rig twoPlaces(ErrorCode mainFails) {
    Rig rig = new Rig(b -> b.alias("n", "s://main").set("secret.n.fallback", "s://spare"));
    rig.store.script((ref, t) -> {
      if (ref.path().equals("main")) {
        throw new StoreException(mainFails, "main");
      }
      return StoredSecret.of("spare value");
    });
    return rig;
  }

  @Test
  void aFallbackStandsForNotFound() {
    try (Rig rig = twoPlaces(ErrorCode.NOT_FOUND)) {
      assertThat(rig.getNow("n").reveal()).isEqualTo("spare value");
      assertThat(rig.getNow("n").ref().path()).isEqualTo("spare");
      assertThat(rig.store.count()).isEqualTo(2);
      LiveSecret live = rig.secrets.live("n");
      assertThat(rig.now(rig.caller(live::get)).reveal()).isEqualTo("spare value");
      assertThat(rig.finish(rig.caller(() -> rig.secrets.require())).get("n").reveal())
          .isEqualTo("spare value");
      assertThat(rig.now(rig.secrets.getAsync("n")).reveal()).isEqualTo("spare value");
      rig.store.value("both");
      rig.time.advance(Duration.ofSeconds(10));
      assertThat(rig.getNow("n").ref().path()).isEqualTo("main");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"DENIED", "UNAUTHENTICATED", "MALFORMED", "INTERNAL"})
  void aFallbackStandsForNothingElse(ErrorCode code) {
    try (Rig rig = twoPlaces(code)) {
      assertThat(code(() -> rig.getNow("n"))).isEqualTo(code);
      assertThat(rig.store.count("spare")).isZero();
    }
  }

  @Test
  void aFallbackIsNotAskedWhileTheMainPlaceIsDown() {
    try (Rig rig = twoPlaces(ErrorCode.UNAVAILABLE)) {
      assertThat(code(() -> rig.get("n"))).isEqualTo(ErrorCode.UNAVAILABLE);
      assertThat(rig.store.count("spare")).isZero();
    }
  }

  @Test
  void ifTheFallbackIsMissingTooItIsNotFound() {
    try (Rig rig = twoPlaces(ErrorCode.NOT_FOUND)) {
      rig.store.fail(ErrorCode.NOT_FOUND);
      assertThat(code(() -> rig.getNow("n"))).isEqualTo(ErrorCode.NOT_FOUND);
      assertThat(rig.secrets.find("n")).isEmpty();
    }
  }

  @Test
  void aNameMayTrimOneNewlineAndDecode() {
    try (Rig rig = new Rig(b -> b.alias("t", "s://x")
        .set("secret.t.trim", "newline")
        .alias("d", "s://b64")
        .set("secret.d.decode", "base64")
        .alias("raw", "s://x"))) {
      rig.store.script(
          (ref, t) -> StoredSecret.of(ref.path().equals("x") ? "v\n\n" : "aGVsbG8=\n"));
      assertThat(rig.getNow("t").reveal()).isEqualTo("v\n");
      assertThat(rig.getNow("raw").reveal()).isEqualTo("v\n\n");
      assertThat(rig.getNow("s://x").reveal()).isEqualTo("v\n\n");
      assertThat(rig.getNow("d").reveal()).isEqualTo("hello");
      assertThat(rig.secrets.get("t").reveal()).isEqualTo("v\n");
    }
  }

  @Test
  void whatIsNotBase64IsMalformedAndNotRepeated() {
    try (Rig rig = new Rig(b -> b.alias("d", "s://x").set("secret.d.decode", "base64"))) {
      rig.store.value("hunter2!!");
      SecretsException e = failure(() -> rig.getNow("d"));
      assertThat(e.code()).isEqualTo(ErrorCode.MALFORMED);
      assertThat(e.toString()).doesNotContain("hunter2");
      assertThat(rig.getNow("s://x").reveal()).isEqualTo("hunter2!!");
    }
  }

  @Test
  void aStoreMayTrimAllItsValues() {
    try (Rig rig = new Rig(b -> b.set("store.s.trim", "newline"))) {
      rig.store.value("v\r\n");
      assertThat(rig.getNow("s://x").reveal()).isEqualTo("v");
    }
  }

  @Test
  void theProfilesNameStandsInReferences() {
    try (Rig rig = new Rig(b -> b.profile("prod").alias("p", "s://${profile}/db"))) {
      rig.getNow("p");
      assertThat(rig.store.calls().get(0).paths()).containsExactly("prod/db");
    }
  }

  @Test
  void spellingsOfOneReferenceAreOneSecret() {
    try (Rig rig = new Rig()) {
      rig.getNow("s://ab/c%2Dd");
      rig.getNow("s://%61b/c-d");
      rig.getNow("s://ab/c-d");
      assertThat(rig.store.count()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hunter2-as-name",
        "hunter2 with blanks",
        "hunter2://",
        "://hunter2",
        "",
        "s://hunter2\u0000",
        "postgres://app:hunter2@db/x"
      })
  void aTextThatIsNeitherNameNorReferenceIsNeverRepeated(String text) {
    try (Rig rig = new Rig()) {
      SecretsException e = failure(() -> rig.getNow(text));
      assertThat(e.code()).isEqualTo(ErrorCode.INVALID_REFERENCE);
      assertThat(e.toString()).doesNotContain("hunter2");
      assertThat(e.ref().map(Object::toString).orElse("")).doesNotContain("hunter2");
      for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
        assertThat(cause.toString()).doesNotContain("hunter2");
      }
      assertThat(code(() -> rig.secrets.live(text))).isEqualTo(ErrorCode.INVALID_REFERENCE);
      assertThat(
              code(() -> rig.finish(rig.caller(() -> rig.secrets.getAll(java.util.List.of(text))))))
          .isEqualTo(ErrorCode.INVALID_REFERENCE);
    }
  }

  @Test
  void aReferenceToAStoreThatIsNotThereSaysWhatToAdd() {
    try (Rig rig = new Rig()) {
      assertThat(failure(() -> rig.getNow("vault://kv/x")).getMessage())
          .contains("dev.keyturn:secrets-vault");
      assertThat(failure(() -> rig.getNow("aws-sm://x")).getMessage())
          .contains("dev.keyturn:secrets-aws");
      assertThat(failure(() -> rig.getNow("other://kv/hunter2")).getMessage())
          .contains("other")
          .contains("the class path offers")
          .doesNotContain("hunter2");
    }
  }

  @Test
  void whatIsNotAllowedOpensNoStore() throws Exception {
    ClassLoader loader = ServicesEntries.loader(Provider.class.getName());
    OPENED.set(0);
    try (Rig rig = new Rig(b -> b.classLoader(loader)
        .allow("s://app/*")
        .alias("in", "s://app/x")
        .alias("out", "counting://app/x")
        .alias("half", "s://app/y")
        .set("secret.half.fallback", "counting://z"))) {
      assertThat(rig.getNow("s://app/deep/er").reveal()).isEqualTo("value");
      assertThat(rig.getNow("in").reveal()).isEqualTo("value");
      assertThat(rig.getNow("s://%61pp/z").reveal()).isEqualTo("value");
      assertThat(rig.getNow("s://app/v?version=3").reveal()).isEqualTo("value");
      for (String text : new String[] {
        "counting://app/x", "s://other", "s://app", "out", "half", "s://ap%70lication/x"
      }) {
        assertThat(code(() -> rig.getNow(text))).as(text).isEqualTo(ErrorCode.INVALID_REFERENCE);
        assertThat(code(() -> rig.secrets.live(text)))
            .as(text)
            .isEqualTo(ErrorCode.INVALID_REFERENCE);
        assertThat(code(() -> rig.secrets.refresh(text)))
            .as(text)
            .isEqualTo(ErrorCode.INVALID_REFERENCE);
      }
      assertThat(OPENED).hasValue(0);
    }
  }

  @Test
  void onlyNamesMayBeAllowed() {
    try (Rig rig =
        new Rig(b -> b.allow("names").alias("n", "s://x").set("secret.n.fallback", "s://y"))) {
      assertThat(rig.getNow("n").reveal()).isEqualTo("value");
      assertThat(code(() -> rig.getNow("s://x"))).isEqualTo(ErrorCode.INVALID_REFERENCE);
      assertThat(code(() -> rig.getNow("s://y"))).isEqualTo(ErrorCode.INVALID_REFERENCE);
      assertThat(code(() -> rig.getNow("n\0fallback"))).isEqualTo(ErrorCode.INVALID_REFERENCE);
    }
  }
}
