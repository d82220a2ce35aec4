package dev.keyturn.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code docs/references.md} shows of a reference in zsh, make and dotenv, handed to the programs
 * themselves.
 */
class SpellingInteropTest {
  private static final String REFERENCE = "aws-sm://prod/db?version=AWSPREVIOUS#password";
  private static final String CUT = "aws-sm://prod/db?version=AWSPREVIOUS";

  private static final Path TARGET = Path.of("target").toAbsolutePath();

  @TempDir
  private Path directory;

  @Test
  void zshHandsItOverBetweenSingleQuotes() throws IOException, InterruptedException {
    Program program = zsh(only("zsh"));

    assertThat(program.exit()).as(program.output()).isZero();
    assertThat(program.output()).isEqualTo(REFERENCE + "\n");
  }

  @Test
  void zshLooksForFilesWithoutQuotes() throws IOException, InterruptedException {
    List<String> failing = blocks("zsh fails");

    assertThat(failing).hasSize(2);
    for (String script : failing) {
      Program program = zsh(script);
      assertThat(program.exit()).isNotZero();
      assertThat(program.output()).contains("no matches found");
    }
  }

  private Program zsh(String script) throws IOException, InterruptedException {
    return Program.run(directory, "zsh; on Debian: apt-get install zsh", "zsh", "-fc", script);
  }

  @Test
  void makeKeepsTheFieldBehindABackslash() throws IOException, InterruptedException {
    assertThat(make(only("make"))).isEqualTo(REFERENCE + "\n");
    assertThat(make(only("make").replace("\\#", "#"))).isEqualTo(CUT + "\n");
  }

  private String make(String makefile) throws IOException, InterruptedException {
    Files.writeString(directory.resolve("Makefile"), makefile);
    Program program = Program.run(
        directory, "make; on Debian: apt-get install make", "make", "--no-print-directory");
    assertThat(program.exit()).as(program.output()).isZero();
    return program.output();
  }

  @Test
  void pythonsDotenvReadsItBetweenQuotes() throws IOException, InterruptedException {
    Path python = pythonWithDotenv();
    Files.writeString(directory.resolve(".env"), only("dotenv") + only("dotenv cut"));
    String script = """
        import dotenv
        values = dotenv.dotenv_values('.env')
        for key in ('SINGLE', 'DOUBLE', 'PLAIN'): print(values[key])
        """;

    Program program = Program.run(directory, "python", python.toString(), "-c", script);

    assertThat(program.output()).isEqualTo((REFERENCE + "\n").repeat(3));
  }

  @Test
  void pythonsDotenvCutsAtANumberSignAfterABlank() throws IOException, InterruptedException {
    Path python = pythonWithDotenv();
    Files.writeString(directory.resolve(".env"), only("dotenv cut").replace("#", " #"));
    String script = "import dotenv; print(dotenv.dotenv_values('.env')['PLAIN'])";

    Program program = Program.run(directory, "python", python.toString(), "-c", script);

    assertThat(program.output()).isEqualTo(CUT + "\n");
  }

  /** In an environment of its own below target/, kept from one run to the next. */
  private static Path pythonWithDotenv() throws IOException, InterruptedException {
    Path home = TARGET.resolve("python");
    Path python = home.resolve("bin/python");
    if (!Files.exists(home.resolve("ready"))) {
      String missing = "Python with venv; on Debian: apt-get install python3 python3-venv";
      succeeded(Program.run(TARGET, missing, "python3", "-m", "venv", home.toString()));
      succeeded(Program.run(
          TARGET,
          missing,
          python.toString(),
          "-m",
          "pip",
          "-q",
          "install",
          "python-dotenv==1.2.4"));
      Files.createFile(home.resolve("ready"));
    }
    return python;
  }

  @Test
  void nodesDotenvReadsItBetweenQuotesAndCutsItWithout() throws IOException, InterruptedException {
    Path modules = nodeWithDotenv();
    Files.writeString(directory.resolve(".env"), only("dotenv") + only("dotenv cut"));
    String script = "const values = require('dotenv').parse(require('fs').readFileSync('.env'));"
        + "for (const key of ['SINGLE', 'DOUBLE', 'PLAIN']) console.log(values[key]);";

    Program program =
        Program.run(directory, Map.of("NODE_PATH", modules.toString()), NODE, "node", "-e", script);

    assertThat(program.output()).isEqualTo((REFERENCE + "\n").repeat(2) + CUT + "\n");
  }

  private static final String NODE = "Node.js and npm; on Debian: apt-get install nodejs npm";

  private static Path nodeWithDotenv() throws IOException, InterruptedException {
    Path home = TARGET.resolve("node");
    if (!Files.exists(home.resolve("ready"))) {
      succeeded(Program.run(
          TARGET,
          NODE,
          "npm",
          "install",
          "--silent",
          "--no-audit",
          "--no-fund",
          "--ignore-scripts",
          "--prefix",
          home.toString(),
          "dotenv@18.0.10"));
      Files.createFile(home.resolve("ready"));
    }
    return home.resolve("node_modules");
  }

  private static void succeeded(Program program) {
    assertThat(program.exit()).as(program.output()).isZero();
  }

  private static String only(String kind) throws IOException {
    List<String> blocks = blocks(kind);
    assertThat(blocks).as(kind).hasSize(1);
    return blocks.get(0);
  }

  private static List<String> blocks(String kind) throws IOException {
    Matcher fenced = Pattern.compile("(?ms)^```" + kind + "\\n(.*?)^```$")
        .matcher(Files.readString(Path.of("../docs/references.md")));
    List<String> blocks = new ArrayList<>();
    while (fenced.find()) {
      blocks.add(fenced.group(1));
    }
    return blocks;
  }
}
