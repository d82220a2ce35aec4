package dev.keyturn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFileTest {
  private static final Map<String, String> TOKEN = Map.of("NPM_TOKEN", "s3cr3t");

  @TempDir
  Path directory;

  @Test
  void writesTheValueForItsOwnerOnly() throws IOException {
    Run run = get("-o", "token");

    assertThat(run.exit()).isZero();
    assertThat(run.everything()).isEmpty();
    assertThat(directory.resolve("token")).hasContent("s3cr3t");
    assertThat(mode("token")).isEqualTo("rw-------");
    assertThat(names()).containsExactly("token");
  }

  @Test
  void givesTheModeThatIsAskedFor() throws IOException {
    assertThat(get("-o", "token", "--mode", "0440").exit()).isZero();
    assertThat(mode("token")).isEqualTo("r--r-----");
  }

  @Test
  void neverEndsTheLineInAFile() throws IOException {
    Run.in(directory, TOKEN, true, "get", "env://NPM_TOKEN", "-o", "token");

    assertThat(Files.readAllBytes(directory.resolve("token"))).hasSize(6);
  }

  @Test
  void replacesAFileWholeAndTakesItsPlaceWithTheNewMode() throws IOException {
    Path file = Files.writeString(directory.resolve("token"), "an older and longer value");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

    assertThat(get("-o", "token").exit()).isZero();
    assertThat(file).hasContent("s3cr3t");
    assertThat(mode("token")).isEqualTo("rw-------");
  }

  @Test
  void leavesTheOldFileWhenTheSecretCannotBeHad() throws IOException {
    Files.writeString(directory.resolve("token"), "old");

    assertThat(Run.in(directory, "get", "env://NOT_THERE", "-o", "token").exit())
        .isEqualTo(3);
    assertThat(directory.resolve("token")).hasContent("old");
    assertThat(names()).containsExactly("token");
  }

  @Test
  void saysThatItLeftTheFileWhenAnOptionalSecretIsMissing() throws IOException {
    Files.writeString(directory.resolve("token"), "old");
    Run run = Run.in(directory, "get", "env://NOT_THERE", "--optional", "-o", "token");

    assertThat(run.exit()).isZero();
    assertThat(run.err()).contains("left as it is");
    assertThat(directory.resolve("token")).hasContent("old");
  }

  @Test
  void writesNothingThroughALink() throws IOException {
    Path target = Files.writeString(directory.resolve("target"), "old");
    Files.createSymbolicLink(directory.resolve("token"), target);

    assertThat(get("-o", "token").exit()).isEqualTo(2);
    assertThat(target).hasContent("old");
    assertThat(directory.resolve("token")).isSymbolicLink();
  }

  @Test
  void refusesADirectoryAndAFileInNone() throws IOException {
    Files.createDirectory(directory.resolve("d"));

    assertThat(get("-o", "d").exit()).isEqualTo(2);
    assertThat(get("-o", "nowhere/token").exit()).isEqualTo(2);
    assertThat(get("-o", "").exit()).isEqualTo(2);
    assertThat(names()).containsExactly("d");
  }

  @Test
  void refusesAModeThatIsNoneAndOneWithoutAFile() {
    for (String mode : List.of("rw", "9", "4755", "0o600", "-1", "")) {
      assertThat(get("-o", "token", "--mode", mode).exit()).as(mode).isEqualTo(2);
    }
    assertThat(get("--mode", "0600").exit()).isEqualTo(2);
    assertThat(directory.resolve("token")).doesNotExist();
  }

  private Run get(String... options) {
    return Run.in(
        directory,
        TOKEN,
        Stream.concat(Stream.of("get", "env://NPM_TOKEN"), Stream.of(options))
            .toArray(String[]::new));
  }

  private String mode(String name) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(name)));
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
