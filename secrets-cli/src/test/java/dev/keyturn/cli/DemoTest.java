package dev.keyturn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTest {
  @TempDir
  Path directory;

  @Test
  void fetchesRotatesAndHearsOfIt() {
    Run run = Run.in(directory, "demo");

    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.text())
        .contains("npm-token is env://DEMO_TOKEN, version ~1.")
        .containsPattern("The listener fired after \\d+ ms: version ~1 became ~2\\.")
        .contains("live.get() gives the new value.")
        .contains("tried version v1, was refused 1 time")
        .contains("The listener heard of it too: version v1 became v2.")
        .containsPattern("4\\. Closed: .*\n$");
  }
}
