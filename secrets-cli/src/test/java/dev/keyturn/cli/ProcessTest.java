package dev.keyturn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as a process of its own: its real standard output. */
class ProcessTest {
  @TempDir
  Path directory;

  @Test
  void printsExactlyTheSixBytes() throws Exception {
    assertThat(bash("\"${keyturn[@]}\" get env://NPM_TOKEN >out 2>err")).isZero();
    assertThat(Files.readAllBytes(directory.resolve("out")))
        .isEqualTo("s3cr3t".getBytes(StandardCharsets.UTF_8));
    assertThat(directory.resolve("err")).isEmptyFile();
  }

  @Test
  void printsOneLineAndNoStackTraceWhenItFails() throws Exception {
    assertThat(bash("\"${keyturn[@]}\" get env://NOT_THERE >out 2>err")).isEqualTo(3);
    assertThat(directory.resolve("out")).isEmptyFile();
    assertThat(err()).startsWith("keyturn: NOT_FOUND: ").hasLineCount(1);
  }

  @Test
  void endsQuietlyWhenNobodyReads() throws Exception {
    // the reader is gone before a JVM can start
    assertThat(bash("\"${keyturn[@]}\" get env://NPM_TOKEN 2>err | :; exit \"${PIPESTATUS[0]}\""))
        .isEqualTo(1);
    assertThat(directory.resolve("err")).isEmptyFile();
  }

  @Test
  void saysThatStandardOutputIsFull() throws Exception {
    assertThat(bash("\"${keyturn[@]}\" get env://NPM_TOKEN >/dev/full 2>err")).isEqualTo(1);
    assertThat(err()).startsWith("keyturn: OUTPUT: ").hasLineCount(1).doesNotContain("s3cr3t");
  }

  @Test
  void saysThatStandardOutputIsFullOfATableToo() throws Exception {
    assertThat(bash("\"${keyturn[@]}\" stores >/dev/full 2>err")).isEqualTo(1);
    assertThat(err()).startsWith("keyturn: OUTPUT: ");
  }

  private int bash(String script) throws IOException, InterruptedException {
    ProcessBuilder process = new ProcessBuilder(
        "bash", "-c", "keyturn=(\"$JAVA\" -cp \"$CLASSES\" dev.keyturn.cli.Main); " + script);
    process.directory(directory.toFile());
    process
        .environment()
        .put("JAVA", Path.of(System.getProperty("java.home"), "bin/java").toString());
    process.environment().put("CLASSES", System.getProperty("java.class.path"));
    process.environment().put("NPM_TOKEN", "s3cr3t");
    process.environment().keySet().removeIf(name -> name.startsWith("KEYTURN_"));
    return process.start().waitFor();
  }

  private String err() throws IOException {
    return Files.readString(directory.resolve("err"));
  }
}
