package dev.keyturn.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Makes source files of Java blocks and compiles them. A block that begins with a file's name is one whole. */
final class JavaBlocks {
  private static final Pattern WHOLE = Pattern.compile("^// file: (\\w+)\\.java\\n");

  private static final String IMPORTS = Stream.of(
          "dev.keyturn.*",
          "dev.keyturn.model.*",
          "dev.keyturn.testkit.*",
          "java.sql.Connection",
          "java.sql.SQLException",
          "java.time.Duration",
          "java.util.*",
          "org.junit.jupiter.api.Test",
          "org.junit.jupiter.api.extension.ExtendWith",
          "static org.assertj.core.api.Assertions.assertThat")
      .map(name -> "import " + name + "; ")
      .collect(Collectors.joining());

  private final Path directory;
  private final List<Path> sources = new ArrayList<>();
  private final List<String> classNames = new ArrayList<>();

  JavaBlocks(Path directory) {
    this.directory = directory;
  }

  void add(Block block) throws IOException {
    Matcher whole = WHOLE.matcher(block.text());
    String name = whole.find() ? whole.group(1) : block.className();
    Path source = directory.resolve(name + ".java");
    Files.writeString(source, whole.reset().find() ? IMPORTS + block.text() : wrapped(name, block));
    sources.add(source);
    classNames.add(name);
  }

  private static String wrapped(String name, Block block) {
    return IMPORTS
        + "\npublic final class "
        + name
        + " extends dev.keyturn.docs.Given { public void run() throws Exception {\n"
        + block.text()
        + "}}\n";
  }

  List<String> classNames() {
    return classNames;
  }

  /** What the compiler minds, nothing if all is well. */
  List<String> compile() throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      List<String> options = List.of(
          "-d",
          directory.toString(),
          "-cp",
          System.getProperty("java.class.path"),
          "--release",
          "17",
          "-proc:none");
      compiler
          .getTask(
              null, files, diagnostics, options, null, files.getJavaFileObjectsFromPaths(sources))
          .call();
    }
    return diagnostics.getDiagnostics().stream()
        .filter(said -> said.getKind() == Diagnostic.Kind.ERROR)
        .map(Diagnostic::toString)
        .toList();
  }
}
