package dev.keyturn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTest {
  @TempDir
  Path directory;

  @Test
  void fetchesFromEveryStoreRotatesAndHearsOfIt() {
    Run run = Run.in(directory, "demo");

    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.text())
        .containsPattern("(?m)^STORE +FETCHED IN +VERSION +ROTATED TO +HEARD AFTER$")
        .containsPattern("(?m)^env +\\d+ ms +~1 +stays while a process runs$")
        .containsPattern("(?m)^file +\\d+ ms +~1 +~2 +\\d+ ms$")
        .containsPattern("(?m)^aws-sm +\\d+ ms +\\w{8}\\.\\.\\. +\\w{8}\\.\\.\\. +\\d+ ms$")
        .containsPattern("(?m)^aws-ssm +\\d+ ms +1 +2 +\\d+ ms$")
        .containsPattern("(?m)^vault +\\d+ ms +1 +2 +\\d+ ms$")
        .containsPattern("(?m)^azure-kv +\\d+ ms +\\w{8}\\.\\.\\. +\\w{8}\\.\\.\\. +\\d+ ms$")
        .containsPattern("(?m)^gcp-sm +\\d+ ms +1 +2 +\\d+ ms$")
        .contains("tried version v1, was refused 1 time")
        .containsPattern("3\\. Closed: .*\n$");
  }
}
