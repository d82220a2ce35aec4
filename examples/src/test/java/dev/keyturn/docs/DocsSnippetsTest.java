package dev.keyturn.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.Secrets;
import dev.keyturn.SecretsBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the pages show is compiled and run. Nothing is passed over in silence: the blocks are counted. */
class DocsSnippetsTest {
  private static final Map<String, String> ENVIRONMENT = Map.of("NPM_TOKEN", "s3cr3t");

  /** Commands that build this very repository, which is what runs this test. */
  private static final List<String> BUILDS = List.of("mvn verify");

  @TempDir
  private Path directory;

  @Test
  void everyPageIsTestedHereOrElsewhere() throws IOException {
    assertThat(Stream.concat(Block.PAGES.stream(), Block.ELSEWHERE.stream()))
        .containsAll(Block.pages());
  }

  @Test
  void everyBlockIsOfAKindThatATestLooksAt() {
    Map<String, Long> kinds = Block.all().stream()
        .collect(Collectors.groupingBy(Block::kind, TreeMap::new, Collectors.counting()));

    assertThat(kinds)
        .isEqualTo(new TreeMap<>(Map.ofEntries(
            Map.entry("java", 11L),
            Map.entry("properties", 8L),
            Map.entry("bash", 2L),
            // below "How to write one": SpellingTest, and interop's SpellingInteropTest
            Map.entry("bash shell", 1L),
            Map.entry("yaml", 1L),
            Map.entry("zsh", 1L),
            Map.entry("zsh fails", 2L),
            Map.entry("make", 1L),
            Map.entry("dotenv", 1L),
            Map.entry("dotenv cut", 1L),
            // asks AWS itself: ScriptsTest runs it against an emulator
            Map.entry("bash aws", 1L),
            // the page says that these are not run
            Map.entry("powershell", 1L),
            Map.entry("hcl", 1L),
            // a grammar, a picture, and what arrives
            Map.entry("text", 3L))));
  }

  @Test
  void everyJavaBlockCompilesAndRuns() throws IOException, InterruptedException {
    JavaBlocks java = new JavaBlocks(directory);
    for (Block block : blocks("java")) {
      java.add(block);
    }
    assertThat(java.compile()).isEmpty();

    List<String> command = new ArrayList<>(List.of(
        Program.java(),
        "-cp",
        directory + System.getProperty("path.separator") + System.getProperty("java.class.path"),
        "-Dkeyturn.config=" + prepared(),
        RunSnippets.class.getName()));
    command.addAll(java.classNames());
    Program program = Program.run(directory, ENVIRONMENT, command);

    assertThat(program.exit()).as(program.output()).isZero();
    assertThat(program.output().lines().filter(line -> line.startsWith("ran ")))
        .containsExactlyElementsOf(
            java.classNames().stream().map(name -> "ran " + name).toList());
    assertThat(program.output()).doesNotContain("s3cr3t", "right");
  }

  /** What the fragments ask for: a variable, files, and a Vault that is memory. */
  private Path prepared() throws IOException {
    Path files = Files.createDirectories(directory.resolve("files/db")).getParent();
    Files.writeString(files.resolve("db/username"), "app");
    Files.writeString(files.resolve("db/password"), "right");
    return Files.writeString(directory.resolve("prepared.properties"), """
        secret.npm-token = env://NPM_TOKEN
        secret.db = vault://kv/prod/db
        store.file.roots = %s
        store.vault.provider = mem
        store.vault.value.kv/prod/db = {"username":"app","password":"right","replicas":[{"host":"db-1"}]}
        """.formatted(
            files.toString().replace('\\', '/')));
  }

  @Test
  void everyPropertiesBlockIsReadByTheBuilder() throws IOException {
    for (Block block : blocks("properties")) {
      Path file = Files.writeString(directory.resolve("keyturn.properties"), block.text());
      Files.writeString(directory.resolve("keyturn-prod.properties"), "");
      SecretsBuilder builder = Secrets.builder().environment(Map.of()).config(file);
      if (block.text().contains("${profile}")) {
        builder.profile("prod");
      }
      try (Secrets secrets = builder.build()) {
        assertThat(secrets.stores()).as("%s", block).isNotEmpty();
      }
    }
  }

  @Test
  void everyBashBlockRuns() throws IOException, InterruptedException {
    Program.installCommand(directory);
    List<String> builds = new ArrayList<>();
    for (Block block : blocks("bash")) {
      Map<Boolean, List<String>> lines =
          block.text().lines().collect(Collectors.partitioningBy(line -> line.startsWith("mvn ")));
      lines.get(true).forEach(line -> builds.add(line.replaceFirst(" *#.*", "")));

      Program program = Program.bash(directory, Map.of(), String.join("\n", lines.get(false)));
      assertThat(program.exit()).as("%s: %s", block, program.output()).isZero();
    }
    assertThat(builds).isEqualTo(BUILDS);
  }

  @Test
  void theCommentsInTheReadmeAreTrue() throws IOException, InterruptedException {
    Program.installCommand(directory);
    Function<String, Program> run = command -> bash("export NPM_TOKEN=s3cr3t; " + command);

    assertThat(run.apply("./keyturn get env://NPM_TOKEN").output()).isEqualTo("s3cr3t");
    assertThat(run.apply("./keyturn get env://NOT_SET").exit()).isEqualTo(3);
    assertThat(run.apply("./keyturn check env://NPM_TOKEN").output())
        .contains("found")
        .doesNotContain("s3cr3t");
  }

  private Program bash(String script) {
    try {
      return Program.bash(directory, Map.of(), script);
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static List<Block> blocks(String kind) {
    return Block.all().stream().filter(block -> block.kind().equals(kind)).toList();
  }
}
