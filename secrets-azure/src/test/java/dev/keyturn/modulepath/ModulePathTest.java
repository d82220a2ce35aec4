package dev.keyturn.modulepath;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The other tests run on the class path; this one reads a vault with every jar as a module. */
class ModulePathTest {
  private static final List<String> OF_THE_TESTS = List.of(
      "junit", "assertj", "archunit", "opentest4j", "apiguardian", "byte-buddy", "slf4j-nop");

  @Test
  void readsAVaultFromTheModulePath() throws Exception {
    List<String> command = List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--module-path",
        entries(entry -> !isOfTheTests(entry)),
        "--add-modules",
        "dev.keyturn.azure,dev.keyturn.testkit",
        "-cp",
        entries(entry -> entry.endsWith("test-classes")),
        ModuleReader.class.getName());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).as(output).isTrue();
    assertThat(output.lines())
        .contains(
            "read value-of-db",
            "module dev.keyturn",
            "module dev.keyturn.azure",
            "module com.azure.security.keyvault.secrets",
            "module com.azure.identity");
  }

  private static boolean isOfTheTests(String entry) {
    String name = Path.of(entry).getFileName().toString();
    return name.equals("test-classes") || OF_THE_TESTS.stream().anyMatch(name::contains);
  }

  private static String entries(Predicate<String> wanted) {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return Stream.of(classPath.split(File.pathSeparator))
        .filter(wanted)
        .collect(Collectors.joining(File.pathSeparator));
  }
}
