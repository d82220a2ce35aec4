package dev.keyturn.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.Secrets;
import dev.keyturn.SecretsBuilder;
import java.io.PrintStream;
import java.lang.System.Logger.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Runs tests that must fail, as JUnit does. */
class SecretsExtensionFailuresTest {
  private static final String CANARY = "canary-of-the-extension";

  @Test
  void failsATestThatLeavesSecretsOpen() {
    assertThat(Samples.failuresOf(LeavesOneOpen.class))
        .singleElement()
        .asString()
        .contains("not closed");
  }

  @Test
  void failsATestThatShowsAValue() {
    assertThat(Samples.failuresOf(ShowsValues.class))
        .hasSize(3)
        .allSatisfy(failure -> assertThat(failure).contains("'token'").doesNotContain(CANARY))
        .anySatisfy(failure -> assertThat(failure).contains("System.out"))
        .anySatisfy(failure -> assertThat(failure).contains("System.err"))
        .anySatisfy(failure -> assertThat(failure).contains("the log"));
  }

  @Test
  void failsATestThatLosesATask() {
    assertThat(Samples.failuresOf(LosesATask.class))
        .singleElement()
        .asString()
        .contains("a task or timer");
  }

  @Test
  void failsATestWhoseWholeClassAsksForSecrets() {
    assertThat(Samples.failuresOf(AsksAsAClass.class))
        .singleElement()
        .asString()
        .contains("one test");
  }

  @Test
  void letsATestShowValuesThatIsAllowedTo() {
    assertThat(Samples.failuresOf(MayShowValues.class)).isEmpty();
  }

  @Test
  void leavesTheOutputAsItWas() {
    PrintStream out = System.out;
    Samples.failuresOf(ShowsValues.class);

    assertThat(System.out).isSameAs(out);
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
    @RegisterExtension
    final SecretsExtension extension = new SecretsExtension().allowOutput();

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
      time.execute(() -> {
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
