package dev.keyturn.interop.azure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.interop.servers.Command;
import dev.keyturn.interop.servers.Tools;
import dev.keyturn.testkit.AzureKeyVaultEmulator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a process pays that has the provider on its class path and does not use it. */
class AzureColdStartTest {
  @Test
  void noClassOfTheSdkIsLoadedBeforeTheFirstReference() throws Exception {
    Path log = Tools.folder("logs").resolve("azure.classes");
    try (AzureKeyVaultEmulator emulator = AzureKeyVaultEmulator.start()) {
      emulator.put("db-password", "value-of-db");
      List<String> arguments = new ArrayList<>();
      emulator.settings().forEach((key, value) -> arguments.add(key + "=" + value));
      arguments.add(emulator.idToken("job"));
      Command.java(
              List.of("-Xlog:class+load:file=" + log + ":none"),
              ColdVault.class,
              arguments.toArray(String[]::new))
          .within(Duration.ofMinutes(4))
          .succeed();
    }
    List<String> classes;
    try (var lines = Files.lines(log)) {
      classes = lines.map(line -> line.replaceFirst(" source:.*", "")).toList();
    }
    int mark = classes.indexOf(ColdVault.class.getName() + "$FirstReference");
    assertThat(mark).isPositive();
    List<String> before =
        classes.subList(0, mark).stream().filter(AzureColdStartTest::isOfTheSdk).toList();
    long after = classes.stream().filter(AzureColdStartTest::isOfTheSdk).count();
    System.out.println("classes of the SDK before the first azure-kv reference: " + before.size()
        + " of " + mark + "; after it: " + after);
    assertThat(before).isEmpty();
    assertThat(after).isPositive();
  }

  private static boolean isOfTheSdk(String name) {
    return name.startsWith("com.azure.")
        || name.startsWith("com.microsoft.")
        || name.startsWith("reactor.")
        || name.startsWith("com.sun.jna.");
  }
}
