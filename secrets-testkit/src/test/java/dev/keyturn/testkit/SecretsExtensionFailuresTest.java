package dev.keyturn.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.Secrets;
import dev.keyturn.SecretsBuilder;
import java.io.PrintStream;
import java.lang.System.Logger.Level;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** Runs tests that must fail, as JUnit does. */
class SecretsExtensionFailuresTest {
  private static final String CANARY = "canary-of-the-extension";

  @Test
  void failsATestThatLeavesSecretsOpen() {
    assertThat(failuresOf(LeavesOneOpen.class)).singleElement().asString().contains("not closed");
  }

  @Test
  void failsATestThatShowsAValue() {
    assertThat(failuresOf(ShowsValues.class))
        .hasSize(3)
        .allSatisfy(failure -> assertThat(failure).contains("'token'").doesNotContain(CANARY))
        .anySatisfy(failure -> assertThat(failure).contains("System.out"))
        .anySatisfy(failure -> assertThat(failure).contains("System.err"))
        .anySatisfy(failure -> assertThat(failure).contains("the log"));
  }

  @Test
  void failsATestThatLosesATask() {
    assertThat(failuresOf(LosesATask.class)).singleElement().asString().contains("a task or timer");
  }

  @Test
  void failsATestWhoseWholeClassAsksForSecrets() {
    assertThat(failuresOf(AsksAsAClass.class)).singleElement().asString().contains("one test");
  }

  @Test
  void letsATestShowValuesThatIsAllowedTo() {
    assertThat(failuresOf(MayShowValues.class)).isEmpty();
  }

  @Test
  void leavesTheOutputAsItWas() {
    PrintStream out = System.out;
    failuresOf(ShowsValues.class);

    assertThat(System.out).isSameAs(out);
  }

  private static List<String> failuresOf(Class<?> tests) {
    SummaryGeneratingListener summary = new SummaryGeneratingListener();
    LauncherFactory.create()
        .execute(
            LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectClass(tests))
                .build(),
            summary);
    assertThat(summary.getSummary().getTestsFoundCount()).isPositive();
    return summary.getSummary().getFailures().stream()
        .map(failure -> failure.getException().toString())
        .toList();
  }

  @ExtendWith(SecretsExtension.class)
  static class LeavesOneOpen {
    @Test
    @SuppressWarnings("resource") // this is what is tested
    void leaves(SecretsBuilder builder, InMemoryStore store) {
      store.put("token", CANARY);
      builder.build().get("token");
    }

    @Test
    void closes(SecretsBuilder builder, InMemoryStore store) {
      store.put("token", CANARY);
      try (Secrets secrets = builder.build()) {
        secrets.get("token");
      }
    }

    @Test
    @SuppressWarnings("UnusedVariable") // a builder alone holds nothing
    void doesNotBuild(SecretsBuilder builder) {}
  }

  @ExtendWith(SecretsExtension.class)
  static class ShowsValues {
    private final Secrets secrets;

    ShowsValues(Secrets secrets, InMemoryStore store) {
      this.secrets = secrets;
      store.put("token", CANARY);
      store.put("short", "word");
    }

    @Test
    void onTheConsole() {
      System.out.println("token=" + secrets.get("token").reveal());
    }

    @Test
    void amongErrors() {
      System.err.print(secrets.get("token").reveal());
    }

    @Test
    void inTheLog() {
      System.getLogger("dev.keyturn.test")
          .log(Level.DEBUG, "token {0}", secrets.get("token").reveal());
    }

    @Test
    void orAWordOfEveryDay() {
      System.out.println(secrets.get("short").reveal() + secrets.get("token"));
    }
  }

  static class MayShowValues {
    @RegisterExtension final SecretsExtension extension = new SecretsExtension().allowOutput();

    @Test
    void shows(Secrets secrets, InMemoryStore store) {
      store.put("token", CANARY);
      System.out.println(secrets.get("token").reveal());
    }
  }

  @ExtendWith(SecretsExtension.class)
  static class LosesATask {
    @Test
    void loses(ManualTime time) {
      time.execute(
          () -> {
            throw new IllegalStateException("lost");
          });
    }
  }

  @ExtendWith(SecretsExtension.class)
  @TestInstance(Lifecycle.PER_CLASS)
  static class AsksAsAClass {
    AsksAsAClass(Secrets secrets) {
      assertThat(secrets).isNull();
    }

    @Test
    void isNeverReached() {}
  }
}
