package dev.keyturn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the command takes from the class path it is started with. */
class CommandClassPathTest {
  private static List<String> keyturn(Set<Path> path, List<String> options, String... arguments)
      throws Exception {
    List<String> words = new ArrayList<>(List.of("-cp", Child.path(path), Main.class.getName()));
    words.addAll(List.of(arguments));
    return Child.run(Map.of("NPM_TOKEN", "s3cr3t"), options, words);
  }

  @Test
  void noSdkIsLoadedToReadAVariable() throws Exception {
    List<String> lines =
        keyturn(CloudModule.commandPath(), List.of(ClassLog.OPTION), "get", "env://NPM_TOKEN");

    Set<Path> ours = new HashSet<>(CloudModule.apiJars());
    Set<String> sdks = new HashSet<>();
    for (Path jar : CloudModule.jarsOf(EnumSet.allOf(CloudModule.class))) {
      if (!ours.contains(jar) && !jar.getFileName().toString().startsWith("secrets-")) {
        sdks.add(jar.getFileName().toString());
      }
    }
    assertThat(lines).anyMatch(line -> line.endsWith("s3cr3t") || line.startsWith("s3cr3t"));
    assertThat(sdks).hasSizeGreaterThan(70);
    assertThat(ClassLog.jars(lines)).isNotEmpty().doesNotContainAnyElementsOf(sdks);
  }

  @Test
  void theDemoSaysWhatIsNotThere() throws Exception {
    Set<Path> path = new HashSet<>(CloudModule.commandPath());
    path.remove(CloudModule.GCP.jar());
    path.remove(CloudModule.AZURE.jar());

    List<String> lines = keyturn(path, List.of(), "demo");

    assertThat(lines)
        .anyMatch(line -> line.matches("gcp-sm .*dev\\.keyturn:secrets-gcp.*"))
        .anyMatch(line -> line.matches("azure-kv .*dev\\.keyturn:secrets-azure.*"))
        .anyMatch(line -> line.matches("vault +\\d+ ms +1 +2 +\\d+ ms"))
        .last()
        .asString()
        .contains("3. Closed");
  }
}
