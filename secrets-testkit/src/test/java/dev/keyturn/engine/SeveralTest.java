package dev.keyturn.engine;

import static dev.keyturn.engine.Rig.code;
import static dev.keyturn.engine.Rig.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.Secret;
import dev.keyturn.model.SecretRef;
import dev.keyturn.model.SecretsException;
import dev.keyturn.model.StoredSecret;
import dev.keyturn.spi.BatchStore.Result;
import dev.keyturn.spi.StoreException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SeveralTest {
  private static Map<SecretRef, Result> each(
      java.util.Collection<SecretRef> refs, ScriptedStore.Script script) {
    Map<SecretRef, Result> results = new LinkedHashMap<>();
    for (SecretRef ref : refs) {
      try {
        results.put(ref, Result.of(script.answer(ref, Duration.ZERO)));
      } catch (StoreException e) {
        results.put(ref, Result.failed(e));
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
    return results;
  }

  private static StoredSecret own(SecretRef ref) {
    return StoredSecret.of("value of " + ref.path());
  }

  private static Map<String, Secret> all(Rig rig, String... texts) {
    return rig.finish(rig.caller(() -> rig.secrets.getAll(List.of(texts))));
  }

  @Test
  void aHundredSecretsAreReadWithOneCallInTheOrderAsked() {
    try (Rig rig = new Rig()) {
      rig.store.batch(refs -> each(refs, (ref, t) -> own(ref)));
      String[] texts =
          IntStream.range(0, 100).mapToObj(i -> "s://n" + (i * 37 % 100)).toArray(String[]::new);
      Map<String, Secret> found = all(rig, texts);
      assertThat(found.keySet()).containsExactly(texts);
      assertThat(found.get("s://n7").reveal()).isEqualTo("value of n7");
      assertThat(rig.store.count()).isEqualTo(1);
    }
  }

  @Test
  void whatIsCachedOrUnderWayIsNotAskedAgain() {
    try (Rig rig = new Rig()) {
      rig.getNow("s://cached");
      CompletableFuture<StoredSecret> gate = rig.store.block();
      rig.ask("s://underway");
      rig.time.awaitIdle();
      rig.store.forgetCalls();
      rig.store.batch(refs -> each(refs, (ref, t) -> own(ref)));
      var asked = rig.caller(
          () -> rig.secrets.getAll(List.of("s://cached", "s://underway", "s://new1", "s://new2")));
      rig.time.awaitIdle();
      assertThat(asked).isNotDone();
      gate.complete(StoredSecret.of("u"));
      assertThat(rig.finish(asked).get("s://underway").reveal()).isEqualTo("u");
      assertThat(rig.store.calls()).hasSize(1);
      assertThat(rig.store.calls().get(0).paths()).containsExactly("new1", "new2");
    }
  }

  @Test
  void twoFieldsAndTwoSpellingsOfOneSecretAreOneReadAndDuplicatesOneKey() {
    try (Rig rig = new Rig()) {
      rig.store.value("{\"a\":1,\"b\":2}");
      Map<String, Secret> found = all(rig, "s://x#a", "s://x#b", "s://%78", "s://y#a");
      assertThat(found.get("s://x#b").reveal()).isEqualTo("2");
      assertThat(rig.store.count("x")).isEqualTo(1);
      Map<String, Secret> twice =
          rig.finish(rig.caller(() -> rig.secrets.getAll(List.of("s://z", "s://z"))));
      assertThat(twice).hasSize(1);
    }
  }

  @Test
  void whatABatchLeavesOutIsReadSingly() {
    try (Rig rig = new Rig()) {
      rig.store.batch(refs ->
          each(refs.stream().filter(r -> !r.path().equals("odd")).toList(), (ref, t) -> own(ref)));
      assertThat(all(rig, "s://a", "s://odd", "s://b")).hasSize(3);
      assertThat(rig.store.calls().stream().map(ScriptedStore.Call::how))
          .containsExactly("batch", "fetch");
      assertThat(rig.store.calls().get(1).paths()).containsExactly("odd");
    }
  }

  @Test
  void onlyWhatFailedRetryablyIsRetried() {
    try (Rig rig = new Rig()) {
      rig.store.batch(refs -> each(refs, (ref, t) -> {
        boolean first = rig.store.count() == 1;
        if (ref.path().startsWith("busy") && first) {
          throw new StoreException(ErrorCode.THROTTLED, "busy");
        }
        return own(ref);
      }));
      assertThat(all(rig, "s://a", "s://busy1", "s://busy2", "s://b")).hasSize(4);
      assertThat(rig.store.calls()).hasSize(2);
      assertThat(rig.store.calls().get(1).paths()).containsExactlyInAnyOrder("busy1", "busy2");
    }
  }

  @Test
  void failuresComeTogetherInTheOrderAskedUnderTheCodeThatMattersMost() {
    try (Rig rig = new Rig()) {
      rig.store.script((ref, t) -> {
        return switch (ref.path()) {
          case "missing" -> throw new StoreException(ErrorCode.NOT_FOUND, "m");
          case "denied" -> throw new StoreException(ErrorCode.DENIED, "d");
          case "broken" -> throw new StoreException(ErrorCode.MALFORMED, "b");
          default -> own(ref);
        };
      });
      SecretsException e =
          failure(() -> all(rig, "s://ok", "s://missing", "nonsense", "s://denied", "s://broken"));
      assertThat(e.code()).isEqualTo(ErrorCode.DENIED);
      assertThat(e.failures().stream().map(SecretsException::code))
          .containsExactly(
              ErrorCode.NOT_FOUND,
              ErrorCode.INVALID_REFERENCE,
              ErrorCode.DENIED,
              ErrorCode.MALFORMED);
      assertThat(rig.store.count()).isEqualTo(4);
    }
  }

  @Test
  void anOptionalNameThatIsMissingIsLeftOutAndGetStillSaysNotFound() {
    try (Rig rig = new Rig(b -> b.alias("there", "s://there")
        .alias("maybe", "s://maybe")
        .set("secret.maybe.optional", "true"))) {
      rig.store.script((ref, t) -> {
        if (ref.path().equals("maybe")) {
          throw new StoreException(ErrorCode.NOT_FOUND, "none");
        }
        return own(ref);
      });
      assertThat(rig.finish(rig.caller(() -> rig.secrets.require())).keySet())
          .containsExactly("there");
      assertThat(rig.finish(rig.caller(() -> rig.secrets.require("maybe")))).isEmpty();
      assertThat(code(() -> rig.getNow("maybe"))).isEqualTo(ErrorCode.NOT_FOUND);
      assertThat(rig.secrets.find("maybe")).isEmpty();
    }
  }

  @Test
  void optionalStandsForMissingAloneNotForDenied() {
    try (Rig rig =
        new Rig(b -> b.alias("maybe", "s://maybe").set("secret.maybe.optional", "true"))) {
      rig.store.fail(ErrorCode.DENIED);
      assertThat(code(() -> rig.finish(rig.caller(() -> rig.secrets.require()))))
          .isEqualTo(ErrorCode.DENIED);
    }
  }

  @Test
  void cancellingAFutureDoesNotCancelTheFetchOrTheOthers() {
    try (Rig rig = new Rig()) {
      CompletableFuture<StoredSecret> gate = rig.store.block();
      CompletableFuture<Secret> one = rig.secrets.getAsync("s://a");
      CompletableFuture<Secret> other = rig.secrets.getAsync("s://a");
      rig.time.awaitIdle();
      assertThat(one).isNotSameAs(other);
      assertThat(one.cancel(true)).isTrue();
      gate.complete(StoredSecret.of("x"));
      assertThat(rig.now(other).reveal()).isEqualTo("x");
      assertThatThrownBy(one::join).isInstanceOf(CancellationException.class);
      assertThat(rig.store.count()).isEqualTo(1);
    }
  }

  @Test
  void aFutureEndsOnAThreadThatHoldsNoPlaceSoThatItMayAskAgain() {
    try (Rig rig = new Rig()) {
      List<CompletableFuture<String>> chains = IntStream.range(0, 64)
          .mapToObj(i -> rig.secrets
              .getAsync("s://a" + i)
              .thenApply(first -> rig.secrets.get("s://b" + i).reveal()))
          .toList();
      rig.time.awaitIdle();
      assertThat(chains).allMatch(CompletableFuture::isDone);
      assertThat(rig.store.count()).isEqualTo(128);
    }
  }

  @Test
  void aFailureComesThroughTheFuture() {
    try (Rig rig = new Rig()) {
      rig.store.fail(ErrorCode.DENIED);
      assertThat(code(() -> rig.now(rig.secrets.getAsync("s://a")))).isEqualTo(ErrorCode.DENIED);
      assertThat(code(() -> rig.now(rig.secrets.getAsync("nonsense"))))
          .isEqualTo(ErrorCode.INVALID_REFERENCE);
    }
  }

  @Test
  void refreshPassesOverWhatIsRememberedAndNeverHidesAFailure() {
    try (Rig rig = new Rig()) {
      rig.getNow("s://a");
      rig.store.value("two");
      assertThat(rig.now(rig.caller(() -> rig.secrets.refresh("s://a"))).reveal())
          .isEqualTo("two");
      rig.store.fail(ErrorCode.NOT_FOUND);
      assertThat(code(() -> rig.now(rig.caller(() -> rig.secrets.refresh("s://a")))))
          .isEqualTo(ErrorCode.NOT_FOUND);
      rig.store.value("three");
      assertThat(rig.now(rig.caller(() -> rig.secrets.refresh("s://a"))).reveal())
          .isEqualTo("three");
      rig.store.fail(ErrorCode.MALFORMED);
      assertThat(code(() -> rig.now(rig.caller(() -> rig.secrets.refresh("s://a")))))
          .isEqualTo(ErrorCode.MALFORMED);
      assertThat(rig.secrets.get("s://a").reveal()).isEqualTo("three");
    }
  }

  @Test
  void aRefreshIsAnsweredByAFetchThatBeganAfterIt() {
    try (Rig rig = new Rig()) {
      CompletableFuture<StoredSecret> gate = rig.store.block();
      var first = rig.caller(() -> rig.secrets.get("s://a"));
      rig.time.advance(Duration.ofSeconds(1));
      var anew = rig.caller(() -> rig.secrets.refresh("s://a"));
      rig.time.awaitIdle();
      rig.store.value("new");
      gate.complete(StoredSecret.of("old"));
      assertThat(rig.now(first).reveal()).isIn("old", "new");
      assertThat(rig.now(anew).reveal()).isEqualTo("new");
      assertThat(rig.store.count()).isEqualTo(2);
    }
  }
}
