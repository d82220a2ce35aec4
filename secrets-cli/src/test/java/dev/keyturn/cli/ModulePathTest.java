package dev.keyturn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An application that is a module, on a path of modules alone: what is published as modules works as such. */
class ModulePathTest {
  @TempDir
  Path directory;

  @Test
  void aModuleReadsMemoryVaultAndAzure() throws Exception {
    Child child = new Child(directory.resolve("classes"));
    String path = Child.path(modules());
    compileDescriptor(child.classes(), path);

    List<String> lines;
    try (DemoStores stores = new DemoStores()) {
      Path configuration = Files.writeString(
          directory.resolve("keyturn.properties"),
          DemoConfiguration.of(stores) + "secret.mem = mem://db\nstore.mem.value.db = made up\n");
      lines = Child.run(
          stores.environment(),
          List.of("--module-path", path + File.pathSeparator + child.classes()),
          List.of(
              "-m",
              "application/" + AnyApplication.class.getName(),
              configuration.toString(),
              "mem",
              "vault",
              "azure-kv",
              "gcp-sm"));
    }

    assertThat(lines)
        .contains("module dev.keyturn")
        .contains("vault -> version 1")
        .anyMatch(line -> line.startsWith("mem -> version "))
        .anyMatch(line -> line.startsWith("azure-kv -> version "))
        .anyMatch(line -> line.startsWith("gcp-sm -> INVALID_CONFIGURATION "));
  }

  /** api, testkit, vault, azure, and what they need. */
  private static Set<Path> modules() {
    Set<Path> jars = CloudModule.jarsOf(EnumSet.of(CloudModule.VAULT, CloudModule.AZURE));
    jars.add(CloudModule.ourJar("secrets-testkit"));
    return jars;
  }

  /** It names none of the modules with stores: those are found by what they offer. */
  private static void compileDescriptor(Path classes, String path) throws IOException {
    Path source = Files.writeString(
        classes.resolve("module-info.java"), "module application { requires dev.keyturn; }");
    int exit = ToolProvider.findFirst("javac")
        .orElseThrow()
        .run(
            System.out,
            System.err,
            "-d",
            classes.toString(),
            "--module-path",
            path,
            source.toString());
    assertThat(exit).isZero();
  }
}
