package dev.keyturn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsageTest {
  @TempDir
  Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hunter2",
        "--token=hunter2 get x",
        "--hunter2",
        "get hunter2",
        "get x hunter2",
        "get --token hunter2 x",
        "get --token=hunter2 x",
        "get -zhunter2 x",
        "get postgres://app:hunter2@db/x",
        "get hunter2:/ --field x",
        "get x --optional=hunter2",
        "get x --timeout hunter2",
        "get x --set hunter2",
        "get x --set secret.db=hunter2",
        "get x --set=secret.db=hunter2 --set=secret.db=hunter2",
        "get x --set store.vault.token=hunter2",
        "get env://X --mode hunter2",
        "get env://X -o out --mode hunter2",
        "get hunter2 --secret-version 1",
        "check hunter2",
        "check hunter2 --timeout=0s",
        "check x://hunter2",
        "stores hunter2",
        "stores --set cache.ttl=hunter2",
        "stores --set allow=hunter2",
        "demo hunter2",
        "help hunter2"
      })
  void refusesTheCommandLineInOneLineThatDoesNotRepeatIt(String line) {
    Run run = Run.in(directory, line.split(" "));

    assertThat(run.exit()).as(run.err()).isEqualTo(2);
    assertThat(run.everything()).doesNotContain("hunter2").doesNotContain("\tat ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"get", "check", "stores", "demo"})
  void everyCommandHasTheCommonOptionsAndItsHelp(String command) {
    Run run = Run.in(directory, command, "--help");

    assertThat(run.exit()).isZero();
    assertThat(run.text())
        .startsWith("Usage: keyturn " + command)
        .contains("--config", "--profile", "--set", "--timeout", "--verbose", "--version");
    assertThat(run.err()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--version", "get --version", "check --version", "stores -V", "demo -V"})
  void everyCommandTellsTheVersion(String line) {
    Run run = Run.in(directory, line.split(" "));

    assertThat(run.exit()).isZero();
    assertThat(run.text()).startsWith("keyturn ");
  }

  @Test
  void takesTheCommonOptionsBeforeTheCommandToo() throws IOException {
    Files.writeString(directory.resolve("a.properties"), "secret.x = env://NOT_THERE");

    assertThat(Run.in(directory, "--config", "a.properties", "get", "x").exit()).isEqualTo(3);
  }

  @Test
  void doesNotReadArgumentsFromAFile() throws IOException {
    Path file = Files.writeString(directory.resolve("args"), "--version");

    assertThat(Run.in(directory, "@" + file).exit()).isEqualTo(2);
  }

  @Test
  void namesTheOptionThatIsGivenTwiceOrLacksItsValue() {
    assertThat(Run.in(directory, "get", "x", "--field", "a", "--field", "b").err())
        .contains("--field");
    assertThat(Run.in(directory, "get", "x", "--field").err()).contains("--field");
  }

  @Test
  void saysThatAFileThatIsNamedIsNotThere() {
    Run run = Run.in(directory, "stores", "--config", "missing.properties");

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err())
        .startsWith("keyturn: INVALID_CONFIGURATION: ")
        .contains("missing.properties");
  }
}
