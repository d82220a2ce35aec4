package dev.keyturn.interop.azure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.interop.servers.Command;
import dev.keyturn.interop.servers.Tools;
import dev.keyturn.testkit.AzureKeyVaultEmulator;
import dev.keyturn.testkit.Controls;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** With every logger at its most verbose, a canary is nowhere but in the answer. */
class AzureSilenceTest {
  private static final String CANARY = "Kanarie-7cf0\u00e9\"&<1b>-54e2a9";

  /** Asks the SDK to log bodies, which is not what its clients were told. */
  private static final Map<String, String> LOUD =
      Map.of("AZURE_HTTP_LOG_DETAIL_LEVEL", "BODY_AND_HEADERS", "AZURE_LOG_LEVEL", "verbose");

  @Test
  void aSecretIsInNoLog() throws Exception {
    Path folder = Tools.folder("loud-azure");
    Path values = folder.resolve("values");
    Files.deleteIfExists(values);
    Command.Outcome outcome;
    String token;
    try (AzureKeyVaultEmulator emulator = AzureKeyVaultEmulator.start()) {
      prepare(emulator);
      token = emulator.idToken("repo:org/app");
      List<String> arguments = new ArrayList<>();
      emulator.settings().forEach((key, value) -> arguments.add(key + "=" + value));
      arguments.add(token);
      arguments.add(values.toString());
      outcome = Command.java(
              verbose(folder), LoudVaultReader.class, arguments.toArray(String[]::new))
          .with(LOUD)
          .within(Duration.ofMinutes(4))
          .succeed();
    }
    String all = outcome.text() + outcome.err();
    String read = Files.readString(values);
    Files.delete(values);
    report(all, read);
    assertThat(read.split("Kanarie-7cf0", -1)).as("what was read").hasSize(6);
    assertThat(all).contains("com.azure.", "HttpClient", "Keyturn");
    for (String form : forms()) {
      assertThat(all).doesNotContain(form);
    }
    assertThat(all).as("the job's token").doesNotContain(token.substring(token.lastIndexOf('.')));
  }

  private static void report(String all, String read) {
    long found = forms().stream().filter(all::contains).count();
    System.out.println("loggers at their most verbose: " + all.lines().count() + " lines, "
        + all.length() + " characters; the canary in " + forms().size() + " spellings: " + found
        + " found there, " + (read.split("Kanarie-7cf0", -1).length - 1) + " in the values");
  }

  private static void prepare(AzureKeyVaultEmulator emulator) {
    for (String name : List.of("text", "one", "two", "disabled", "future", "half", "odd", "page")) {
      emulator.put(name, CANARY);
    }
    emulator.put("json", "{\"password\":\"" + json(CANARY) + "\"}");
    emulator.disable("disabled");
    emulator.notBefore("future", Instant.parse("2090-01-01T00:00:00Z"));
    Controls controls = emulator.controls();
    controls.on("half").truncate(Controls.ALWAYS);
    controls
        .on("odd")
        .answer(
            Controls.ALWAYS,
            200,
            "application/json",
            "{\"value\":\"x\",\"id\":\"x\",\"attributes\":{\"exp\":\"" + json(CANARY) + "\"}}");
    controls.on("page").answer(Controls.ALWAYS, 403, "text/html", "<p>" + CANARY + "</p>");
  }

  private static String json(String text) {
    return text.replace("\"", "\\\"");
  }

  private static List<String> verbose(Path folder) throws Exception {
    Path logging = Files.writeString(folder.resolve("logging.properties"), """
        .level=ALL
        handlers=java.util.logging.ConsoleHandler
        java.util.logging.ConsoleHandler.level=ALL
        java.util.logging.ConsoleHandler.encoding=UTF-8
        """);
    return List.of(
        "-Djava.util.logging.config.file=" + logging,
        "-Dorg.slf4j.simpleLogger.defaultLogLevel=trace",
        "-Djdk.httpclient.HttpClient.log=all",
        "-Djdk.internal.httpclient.debug=true",
        "-Djdk.internal.httpclient.hpack.debug=true",
        "-Dfile.encoding=UTF-8");
  }

  /** How the canary, or most of it, would look in a log. */
  private static List<String> forms() {
    List<String> forms = new ArrayList<>();
    byte[] bytes = CANARY.getBytes(StandardCharsets.UTF_8);
    for (int shift = 0; shift < 3; shift++) {
      byte[] shifted = new byte[bytes.length + shift];
      System.arraycopy(bytes, 0, shifted, shift, bytes.length);
      String plain = Base64.getEncoder().withoutPadding().encodeToString(shifted);
      // both ends depend on what stands next to it
      forms.add(plain.substring(4, plain.length() - 4));
      forms.add(Base64.getUrlEncoder().encodeToString(shifted).substring(4, plain.length() - 4));
    }
    forms.add("Kanarie-7cf0");
    forms.add("54e2a9");
    forms.add(HexFormat.of().formatHex(bytes));
    forms.add(HexFormat.of().withUpperCase().formatHex(bytes));
    forms.add(HexFormat.ofDelimiter(" ").formatHex(bytes).substring(0, 20));
    forms.add(new StringBuilder(CANARY).reverse().toString());
    return forms;
  }
}
