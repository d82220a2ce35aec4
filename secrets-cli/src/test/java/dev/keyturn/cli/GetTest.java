package dev.keyturn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GetTest {
  private static final Map<String, String> TOKEN = Map.of("NPM_TOKEN", "s3cr3t");

  @TempDir
  Path directory;

  @Test
  void printsTheValueAndNothingElse() {
    Run run = Run.in(directory, TOKEN, "get", "env://NPM_TOKEN");

    assertThat(run.exit()).isZero();
    assertThat(run.text()).isEqualTo("s3cr3t");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void endsTheLineOnATerminalOnly() {
    Run run = Run.in(directory, TOKEN, true, "get", "env://NPM_TOKEN");

    assertThat(run.text()).isEqualTo("s3cr3t\n");
  }

  @Test
  void takesANameFromTheWorkingDirectorysFile() throws IOException {
    configure("secret.npm-token = env://NPM_TOKEN");

    assertThat(Run.in(directory, TOKEN, "get", "npm-token").text()).isEqualTo("s3cr3t");
  }

  @Test
  void takesANameFromASettingOnTheCommandLine() {
    Run run = Run.in(directory, TOKEN, "get", "--set", "secret.t=env://NPM_TOKEN", "t");

    assertThat(run.text()).isEqualTo("s3cr3t");
  }

  @Test
  void takesTheFileThatConfigNamesBesideTheWorkingDirectory() throws IOException {
    Files.writeString(directory.resolve("other.properties"), "secret.t = env://NPM_TOKEN");

    assertThat(
            Run.in(directory, TOKEN, "get", "--config", "other.properties", "t").text())
        .isEqualTo("s3cr3t");
  }

  @Test
  void overlaysTheProfilesFile() throws IOException {
    configure("secret.t = env://OTHER");
    Files.writeString(directory.resolve("keyturn-prod.properties"), "secret.t = env://NPM_TOKEN");

    assertThat(Run.in(directory, TOKEN, "get", "--profile", "prod", "t").text())
        .isEqualTo("s3cr3t");
  }

  @Test
  void printsBytesThatAreNoTextAsTheyAre() throws IOException {
    byte[] bytes = {0, (byte) 0xff, '\r', '\n', (byte) 0x80};
    secretFile("blob", bytes);

    assertThat(getFile("blob").out()).isEqualTo(bytes);
  }

  @Test
  void printsAnEmptyValueAsNothing() throws IOException {
    secretFile("empty", new byte[0]);

    assertThat(getFile("empty").exit()).isZero();
    assertThat(getFile("empty").out()).isEmpty();
  }

  @Test
  void printsBase64OnOneLine() throws IOException {
    byte[] bytes = new byte[100];
    secretFile("blob", bytes);

    assertThat(getFile("blob", "--base64").text())
        .isEqualTo(Base64.getEncoder().encodeToString(bytes));
  }

  @Test
  void printsOneField() throws IOException {
    secretFile(
        "db", "{\"user\":\"app\",\"password\":\"hunter2\"}".getBytes(StandardCharsets.UTF_8));

    assertThat(getFile("db", "--field", "password").text()).isEqualTo("hunter2");
  }

  @Test
  void refusesAFieldOfAField() throws IOException {
    secretFile("db", "{\"a\":{\"b\":1}}".getBytes(StandardCharsets.UTF_8));
    Run run = getFile("db#a", "--field", "b", "--optional");

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).startsWith("keyturn: USAGE: ").contains("--field");
  }

  @Test
  void refusesASecondVersion() {
    Run run = Run.in(directory, "get", "--secret-version", "1", "env://A?version=2");

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("--secret-version");
  }

  @Test
  void aNameKeepsWhatIsSaidOfItWhenAnotherVersionIsAskedFor() {
    Run run = Run.in(
        directory,
        "get",
        "a",
        "--secret-version",
        "v1",
        "--set",
        "store.mem.value.q=aGk=",
        "--set",
        "secret.a=mem://q",
        "--set",
        "secret.a.decode=base64",
        "--set",
        "allow=names");

    assertThat(run.err()).isEmpty();
    assertThat(new String(run.out(), StandardCharsets.UTF_8)).isEqualTo("hi");
  }

  @Test
  void whoAsksForAVersionIsNotGivenTheFallback() {
    Run run = Run.in(
        directory,
        TOKEN,
        "get",
        "a",
        "--secret-version",
        "v7",
        "--set",
        "secret.a=mem://q",
        "--set",
        "secret.a.fallback=env://NPM_TOKEN");

    assertThat(run.exit()).isEqualTo(3);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void saysThatAStoreHasNoVersionsRatherThanGivingAnotherOne() {
    Run run = Run.in(directory, TOKEN, "get", "--secret-version", "1", "env://NPM_TOKEN");

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).startsWith("keyturn: INVALID_REFERENCE: ");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void exitsWith3WhenThereIsNoSuchSecret() {
    Run run = getFile("nope");

    assertThat(run.exit()).isEqualTo(3);
    assertThat(run.err()).startsWith("keyturn: NOT_FOUND: ").hasLineCount(1);
  }

  @Test
  void exitsWith2ForAPathThatLeavesItsRoot() {
    Run run = Run.in(directory, "get", "file://../etc/passwd");

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).startsWith("keyturn: INVALID_REFERENCE: ").hasLineCount(1);
  }

  @Test
  void saysWhatThereIsForAStoreThatIsNotThere() {
    Run run = Run.in(directory, "get", "nowhere://kv/x");

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err())
        .contains("no store is named nowhere", "env, file", "vault")
        .hasLineCount(1);
  }

  @Test
  void exitsWith6WhenAFieldIsAskedOfWhatHasNone() {
    Run run = Run.in(directory, TOKEN, "get", "env://NPM_TOKEN", "--field", "password");

    assertThat(run.exit()).isEqualTo(6);
    assertThat(run.everything()).doesNotContain("s3cr3t");
  }

  @Test
  void exitsWith0AndPrintsNothingForAnOptionalSecretThatIsMissing() throws IOException {
    configure("secret.maybe = env://NOT_THERE", "secret.maybe.optional = true");

    for (Run run : new Run[] {
      Run.in(directory, "get", "maybe"), Run.in(directory, "get", "--optional", "env://NOT_THERE")
    }) {
      assertThat(run.exit()).isZero();
      assertThat(run.everything()).isEmpty();
    }
  }

  @Test
  void optionalDoesNotHideAWrongReference() {
    assertThat(Run.in(directory, "get", "--optional", "vault://kv/x").exit()).isEqualTo(2);
  }

  @Test
  void saysWhichArgumentIsWrongWithoutRepeatingIt() {
    Run run = Run.in(directory, "get", "hunter2");

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("argument 1").doesNotContain("hunter2").hasLineCount(1);
  }

  @Test
  void saysOnStandardErrorWhatItAsks() {
    Run run = Run.in(directory, TOKEN, "get", "-v", "env://NPM_TOKEN");

    assertThat(run.text()).isEqualTo("s3cr3t");
    assertThat(run.err()).doesNotContain("s3cr3t");
  }

  private void configure(String... lines) throws IOException {
    Files.write(directory.resolve("keyturn.properties"), List.of(lines));
  }

  private void secretFile(String name, byte[] value) throws IOException {
    Path root = Files.createDirectories(directory.resolve("secrets"));
    Files.write(root.resolve(name), value);
  }

  private Run getFile(String name, String... options) {
    String roots = "store.file.roots=" + directory.resolve("secrets").toAbsolutePath();
    String[] args = new String[options.length + 4];
    System.arraycopy(options, 0, args, 4, options.length);
    args[0] = "get";
    args[1] = "file://" + name;
    args[2] = "--set";
    args[3] = roots;
    return Run.in(directory, args);
  }
}
