package dev.keyturn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckTest {
  private static final Map<String, String> ENVIRONMENT = Map.of("GOOD", "s3cr3t");

  @TempDir
  Path directory;

  @BeforeEach
  void configureOneName() throws IOException {
    configure("secret.good = env://GOOD");
  }

  @Test
  void saysOfEachNameThatItWasFoundAndShowsNoValue() {
    Run run = check();

    assertThat(run.exit()).isZero();
    assertThat(run.text()).containsPattern("good +found +version ~1");
    assertThat(run.everything()).doesNotContain("s3cr3t");
  }

  @Test
  void saysWhatIsMissingAndExitsWith3() throws IOException {
    configure("secret.good = env://GOOD", "secret.lost = env://LOST");
    Run run = check();

    assertThat(run.exit()).isEqualTo(3);
    assertThat(run.text())
        .containsPattern("good +found")
        .containsPattern("lost +missing .*env://LOST");
  }

  @Test
  void anOptionalSecretMayBeMissing() throws IOException {
    configure("secret.lost = env://LOST", "secret.lost.optional = true");
    Run run = check();

    assertThat(run.exit()).isZero();
    assertThat(run.text()).containsPattern("lost +missing +optional");
  }

  @Test
  void checksOnlyWhatIsNamed() throws IOException {
    configure("secret.good = env://GOOD", "secret.lost = env://LOST");
    Run run = check("good", "env://GOOD");

    assertThat(run.exit()).isZero();
    assertThat(run.text()).contains("env://GOOD").doesNotContain("lost");
  }

  @Test
  void speaksOfATextThatIsNoNameByItsPlace() {
    Run run = check("good", "hunter2");

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.text()).containsPattern("argument 2 +invalid");
    assertThat(run.everything()).doesNotContain("hunter2");
  }

  @Test
  void deniedComesBeforeMissing() throws IOException {
    Path root = Files.createDirectory(directory.resolve("secrets"));
    Path open = Files.writeString(root.resolve("open"), "s3cr3t");
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-rw-rw-"));
    configure("secret.lost = env://LOST", "secret.open = file://open");
    Run run = check("--set", "store.file.roots=" + root);

    assertThat(run.exit()).isEqualTo(4);
    assertThat(run.text()).containsPattern("lost +missing").containsPattern("open +denied");
  }

  @Test
  void saysThatThereIsNothingToCheck() throws IOException {
    configure();
    Run run = check();

    assertThat(run.exit()).isZero();
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("nothing to check");
  }

  private Run check(String... args) {
    String[] line = new String[args.length + 1];
    line[0] = "check";
    System.arraycopy(args, 0, line, 1, args.length);
    return Run.in(directory, ENVIRONMENT, line);
  }

  private void configure(String... lines) throws IOException {
    Files.write(directory.resolve("keyturn.properties"), List.of(lines));
  }
}
