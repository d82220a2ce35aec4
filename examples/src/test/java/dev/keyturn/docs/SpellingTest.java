package dev.keyturn.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** How a reference is written where a JDK and bash are all there is; interop has the other programs. */
class SpellingTest {
  private static final String REFERENCE = "aws-sm://prod/db?version=AWSPREVIOUS#password";

  @TempDir
  private Path directory;

  @Test
  void thePageNamesTheReferenceThatArrives() {
    assertThat(Block.of("docs/references.md"))
        .anyMatch(block -> block.kind().equals("text") && block.text().equals(REFERENCE + "\n"));
  }

  @Test
  void bashHandsItOverBetweenSingleQuotes() throws IOException, InterruptedException {
    Program program = Program.bash(directory, Map.of(), only("bash shell").text());

    assertThat(program.output()).isEqualTo(REFERENCE + "\n");
  }

  @Test
  void yamlReadsItWithQuotesAndWithout() {
    Object read =
        new Load(LoadSettings.builder().build()).loadFromString(only("yaml").text());

    assertThat(read)
        .isEqualTo(Map.of("plain", REFERENCE, "single", REFERENCE, "double", REFERENCE));
  }

  @Test
  void propertiesReadItAsItStands() throws IOException {
    List<Block> blocks = blocks("properties");
    Properties read = new Properties();
    read.load(new StringReader(blocks.get(blocks.size() - 1).text()));

    assertThat(read).containsExactly(Map.entry("secret.db", REFERENCE));
  }

  @Test
  void thePageSaysOfTheOthersThatTheyAreNotRun() {
    String page = Block.read("docs/references.md");

    for (String language : List.of("powershell", "hcl")) {
      assertThat(page).contains("Not run by the tests.\n\n```" + language + "\n");
      assertThat(only(language).text()).contains(REFERENCE);
    }
  }

  private static Block only(String kind) {
    List<Block> blocks = blocks(kind);
    assertThat(blocks).hasSize(1);
    return blocks.get(0);
  }

  private static List<Block> blocks(String kind) {
    return Block.of("docs/references.md").stream()
        .filter(block -> block.kind().equals(kind))
        .toList();
  }
}
