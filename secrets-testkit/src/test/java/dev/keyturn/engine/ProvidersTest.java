package dev.keyturn.engine;

import static dev.keyturn.engine.Rig.TTL;
import static dev.keyturn.engine.Rig.code;
import static dev.keyturn.engine.Rig.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.Secrets;
import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.SecretsException;
import dev.keyturn.model.StoredSecret;
import dev.keyturn.spi.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProvidersTest {
  private static final String PROVIDER = """
      package third.party;

      import dev.keyturn.model.*;
      import dev.keyturn.spi.*;
      import java.time.Duration;
      import java.util.Set;

      @StoreKind("%2$s")
      public final class %1$s implements SecretStoreProvider {
        @Override public Set<String> keys() { return Set.of("login"); }
        @Override public Set<String> secretKeys() { return Set.of("login"); }
        @Override public SecretStore open(StoreContext context) {
          return new SecretStore() {
            @Override public StoredSecret fetch(SecretRef ref, Duration timeout)
                throws StoreException, InterruptedException {
              String login = context.secret("login").map(Secret::reveal).orElse("nobody");
              String loader = Thread.currentThread().getContextClassLoader().getClass().getSimpleName();
              return StoredSecret.of(ref.path() + " for " + login + " by " + loader);
            }
            @Override public void close() {}
          };
        }
      }
      """;

  @TempDir
  private Path dir;

  private Path jar(String file, String type, String kind) throws IOException {
    return ProviderJar.of(dir.resolve(file), "third.party." + type, PROVIDER.formatted(type, kind));
  }

  @Test
  void aProviderInAJarOfItsOwnIsFoundAndUsed() throws Exception {
    ClassLoader loader = ServicesEntries.loader(List.of(jar("one.jar", "One", "one")));
    try (Rig rig = new Rig(b -> b.classLoader(loader))) {
      assertThat(rig.getNow("one://x").reveal()).isEqualTo("x for nobody by URLClassLoader");
    }
    try (Rig rig = new Rig()) {
      assertThat(code(() -> rig.getNow("one://x"))).isEqualTo(ErrorCode.INVALID_REFERENCE);
    }
  }

  @Test
  void theContextLoaderIsNeverLookedAt() throws Exception {
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    Thread.currentThread()
        .setContextClassLoader(ServicesEntries.loader(List.of(jar("one.jar", "One", "one"))));
    try (Rig rig = new Rig()) {
      assertThat(code(() -> rig.secrets.get("one://x"))).isEqualTo(ErrorCode.INVALID_REFERENCE);
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  @Test
  void aBrokenEntryHarmsNobodyAndIsReportedToWhoAsksForAKindThatNobodyOffers() throws Exception {
    Path broken = ProviderJar.services(dir.resolve("broken.jar"), "third.party.Gone");
    ClassLoader loader = ServicesEntries.loader(List.of(broken, jar("one.jar", "One", "one")));
    try (Rig rig = new Rig(b -> b.classLoader(loader))) {
      assertThat(rig.getNow("one://x").reveal()).startsWith("x for");
      assertThat(rig.getNow("s://x").reveal()).isEqualTo("value");
      SecretsException e = failure(() -> rig.getNow("gone://x"));
      assertThat(e.getMessage()).contains("third.party.Gone");
      assertThat(rig.log.warnings()).isEmpty();
    }
  }

  @Test
  void twoProvidersOfOneKindAreAnErrorThatNamesBothJarsToWhoUsesIt() throws Exception {
    ClassLoader loader =
        ServicesEntries.loader(List.of(jar("a.jar", "One", "same"), jar("b.jar", "Two", "same")));
    try (Rig rig = new Rig(b -> b.classLoader(loader))) {
      assertThat(rig.getNow("s://x").reveal()).isEqualTo("value");
      SecretsException e = failure(() -> rig.getNow("same://x"));
      assertThat(e.code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION);
      assertThat(e.getMessage())
          .contains("a.jar")
          .contains("b.jar")
          .contains("One")
          .contains("Two");
    }
  }

  @Test
  void aCredentialComesFromAnotherStoreThroughTheCache() throws Exception {
    ClassLoader loader = ServicesEntries.loader(List.of(jar("one.jar", "One", "one")));
    try (Rig rig =
        new Rig(b -> b.classLoader(loader).store("one", "one", Map.of("login", "s://login")))) {
      rig.store.value("me");
      assertThat(rig.getNow("one://x").reveal()).startsWith("x for me");
      assertThat(rig.getNow("one://y").reveal()).startsWith("y for me");
      assertThat(rig.store.count()).isEqualTo(1);
    }
  }

  @Test
  void aCredentialMayBeANameAndAllowHasNoSayInIt() throws Exception {
    ClassLoader loader = ServicesEntries.loader(List.of(jar("one.jar", "One", "one")));
    try (Rig rig = new Rig(b -> b.classLoader(loader)
        .alias("who", "s://login")
        .allow("one://*")
        .store("one", "one", Map.of("login", "who")))) {
      assertThat(rig.getNow("one://x").reveal()).startsWith("x for value");
      assertThat(code(() -> rig.getNow("who"))).isEqualTo(ErrorCode.INVALID_REFERENCE);
      assertThat(code(() -> rig.getNow("s://login"))).isEqualTo(ErrorCode.INVALID_REFERENCE);
    }
  }

  @Test
  void aMissingCredentialDoesNotMakeTheSecretMissing() throws Exception {
    ClassLoader loader = ServicesEntries.loader(List.of(jar("one.jar", "One", "one")));
    for (ErrorCode code : List.of(ErrorCode.NOT_FOUND, ErrorCode.DENIED)) {
      try (Rig rig =
          new Rig(b -> b.classLoader(loader).store("one", "one", Map.of("login", "s://login")))) {
        rig.store.fail(code);
        SecretsException e = failure(() -> rig.getNow("one://x"));
        assertThat(e.code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
        assertThat(e.getMessage()).contains("store.one.login").contains("s://login");
        assertThat(failure(() -> rig.getNow("one://x")).code())
            .isEqualTo(ErrorCode.UNAUTHENTICATED);
      }
    }
  }

  @Test
  void aCredentialSharesTheDeadlineOfTheFetch() throws Exception {
    ClassLoader loader = ServicesEntries.loader(List.of(jar("one.jar", "One", "one")));
    try (Rig rig = new Rig(b -> b.classLoader(loader)
        .timeout(Duration.ofSeconds(4))
        .store("one", "one", Map.of("login", "s://login")))) {
      rig.store.blackHole();
      var caller = rig.caller(() -> rig.secrets.get("one://x"));
      rig.time.advance(Duration.ofSeconds(4).minusNanos(1));
      assertThat(caller).isNotDone();
      rig.time.advance(Duration.ofNanos(1));
      assertThat(code(() -> rig.now(caller))).isEqualTo(ErrorCode.TIMEOUT);
    }
  }

  @Test
  void sixteenFetchesThatNeedACredentialDoNotBlockTheCredentialsStore() throws Exception {
    ClassLoader loader = ServicesEntries.loader(List.of(jar("one.jar", "One", "one")));
    try (Rig rig =
        new Rig(b -> b.classLoader(loader).store("one", "one", Map.of("login", "s://login")))) {
      var all = java.util.stream.IntStream.range(0, 100)
          .mapToObj(i -> rig.secrets.getAsync("one://x" + i))
          .toList();
      rig.time.awaitIdle();
      assertThat(all).allMatch(f -> f.isDone() && !f.isCompletedExceptionally());
      assertThat(rig.store.count()).isEqualTo(1);
    }
  }

  @Test
  void aCycleOfStoresIsPrinted() throws Exception {
    ClassLoader loader =
        ServicesEntries.loader(List.of(jar("a.jar", "One", "one"), jar("b.jar", "Two", "two")));
    SecretsException e = failure(() -> Secrets.builder()
        .environment(Map.of())
        .classLoader(loader)
        .store("one", "one", Map.of("login", "two://x"))
        .store("two", "two", Map.of("login", "one://x"))
        .build());
    assertThat(e.code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION);
    assertThat(e.getMessage()).contains("one").contains("two");
  }

  @Test
  void aPlainValueWhereACredentialIsGivenIsAnErrorThatDoesNotRepeatIt() throws Exception {
    ClassLoader loader = ServicesEntries.loader(List.of(jar("a.jar", "One", "one")));
    SecretsException e = failure(() -> Secrets.builder()
        .environment(Map.of())
        .classLoader(loader)
        .store("one", "one", Map.of("login", "hunter2"))
        .build());
    assertThat(e.toString()).contains("login").doesNotContain("hunter2");
  }

  @Test
  void realReferencesMayBeRedirectedToTheStoreOfTests() {
    try (Rig rig =
        new Rig(b -> b.set("store.aws-sm.provider", "mem").set("store.vault.provider", "mem"))) {
      assertThat(code(() -> rig.getNow("aws-sm://prod/db#password")))
          .isEqualTo(ErrorCode.NOT_FOUND);
      assertThat(code(() -> rig.getNow("vault://kv/prod/db"))).isEqualTo(ErrorCode.NOT_FOUND);
    }
  }

  @Test
  void aLoginThatRanOutIsMadeAnewOnceAndThenTheStoreFails() {
    try (Rig rig = new Rig()) {
      rig.getNow("s://a");
      AtomicInteger refusals = new AtomicInteger(1);
      rig.store.script((ref, t) -> {
        if (refusals.getAndDecrement() > 0) {
          throw new StoreException(ErrorCode.UNAUTHENTICATED, "expired");
        }
        return StoredSecret.of("logged in anew");
      });
      rig.time.advance(TTL);
      assertThat(rig.getNow("s://a").reveal()).isEqualTo("logged in anew");
      assertThat(rig.store.count()).isEqualTo(3);
      rig.store.fail(ErrorCode.UNAUTHENTICATED);
      rig.time.advance(TTL);
      assertThat(rig.getNow("s://a").staleReason()).contains(ErrorCode.UNAUTHENTICATED);
      assertThat(rig.store.count()).isEqualTo(5);
    }
  }

  @Test
  void aFirstLoginThatIsRefusedIsNotTriedTwice() {
    try (Rig rig = new Rig()) {
      rig.store.fail(ErrorCode.UNAUTHENTICATED);
      assertThat(code(() -> rig.getNow("s://a"))).isEqualTo(ErrorCode.UNAUTHENTICATED);
      assertThat(rig.store.count()).isEqualTo(1);
      assertThat(code(
              () -> rig.finish(rig.caller(() -> rig.secrets.getAll(List.of("s://b", "s://c"))))))
          .isEqualTo(ErrorCode.UNAUTHENTICATED);
      assertThat(rig.store.count()).isEqualTo(3);
    }
  }

  @Test
  void aProviderThatBreaksItsContractIsInternalAndOnlyItsClassIsNamed() {
    List<ScriptedStore.Script> broken = List.of(
        (ref, t) -> {
          throw new IllegalStateException("hunter2");
        },
        (ref, t) -> {
          throw new StackOverflowError("hunter2");
        },
        (ref, t) -> {
          throw new NoClassDefFoundError("hunter2");
        },
        (ref, t) -> nothing());
    for (ScriptedStore.Script script : broken) {
      try (Rig rig = new Rig()) {
        rig.store.script(script);
        SecretsException e = failure(() -> rig.getNow("s://a"));
        assertThat(e.code()).isEqualTo(ErrorCode.INTERNAL);
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
          assertThat(cause.toString()).doesNotContain("hunter2");
        }
        assertThat(e.getMessage()).contains("Exception").as("or an error");
      } catch (AssertionError e) {
        assertThat(e.getMessage()).contains("Error");
      }
    }
  }

  @SuppressWarnings("NullAway") // what a provider must not do
  private static StoredSecret nothing() {
    return null;
  }

  @Test
  void aCredentialsMissingFieldIsNotTheSecretMissing() {
    try (Rig rig = new Rig()) {
      rig.store.script((ref, t) -> {
        throw SecretsException.of(ErrorCode.NOT_FOUND, null, "no such field in the credential");
      });
      assertThat(code(() -> rig.getNow("s://a"))).isEqualTo(ErrorCode.UNAUTHENTICATED);
    }
  }
}
