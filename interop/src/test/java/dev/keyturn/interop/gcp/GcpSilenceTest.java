package dev.keyturn.interop.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.interop.servers.Command;
import dev.keyturn.interop.servers.Tools;
import dev.keyturn.testkit.Controls;
import dev.keyturn.testkit.GcpSecretManagerEmulator;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import org.junit.jupiter.api.Test;

/** With every logger at its most verbose, a canary is nowhere but in the answer. */
class GcpSilenceTest {
  private static final String CANARY = "Kanarie-7cf0\u00e9\"&<1b>-54e2a9";
  private static final String PROVIDER =
      "projects/1/locations/global/workloadIdentityPools/interop/providers/issuer";

  /** Makes the SDK log every request and answer, if its own channel is used. */
  private static final Map<String, String> LOUD = Map.of("GOOGLE_SDK_JAVA_LOGGING", "true");

  @Test
  void aSecretIsInNoLog() throws Exception {
    Path folder = Tools.folder("loud-gcp");
    Path values = folder.resolve("values");
    Files.deleteIfExists(values);
    MockOAuth2Server issuer = new MockOAuth2Server();
    issuer.start(InetAddress.getLoopbackAddress(), 0);
    Command.Outcome outcome;
    String token;
    try (GcpSecretManagerEmulator emulator = GcpSecretManagerEmulator.start()) {
      prepare(emulator);
      emulator.trust(PROVIDER, issuer.issuerUrl("ci").uri());
      emulator.requireTokens();
      token = issuer
          .issueToken("ci", "repo:org/app", "https://iam.googleapis.com/" + PROVIDER)
          .serialize();
      outcome = Command.java(
              verbose(folder),
              LoudGcpReader.class,
              emulator.endpoint().toString(),
              emulator.project(),
              PROVIDER,
              token,
              values.toString())
          .with(LOUD)
          .within(Duration.ofMinutes(5))
          .succeed();
    } finally {
      issuer.shutdown();
    }
    String all = outcome.text() + outcome.err();
    String read = Files.readString(values);
    Files.delete(values);
    report(all, read);
    assertThat(read.split("Kanarie-7cf0", -1)).as("what was read").hasSize(7);
    assertThat(all).contains("sun.net.www.protocol.http", "com.google.auth", "Keyturn");
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

  private static void prepare(GcpSecretManagerEmulator emulator) {
    for (String name :
        List.of("text", "one", "two", "disabled", "denied", "half", "odd", "page", "bit")) {
      emulator.put(name, CANARY);
    }
    emulator.put("json", "{\"password\":\"" + json(CANARY) + "\"}");
    emulator.disable("disabled", "1");
    emulator.flipBit("bit", 3);
    Controls controls = emulator.controls().deny("denied");
    controls.on("half").truncate(Controls.ALWAYS);
    controls
        .on("odd")
        .answer(
            Controls.ALWAYS,
            200,
            "application/json",
            "{\"name\":\"" + json(CANARY) + "\",\"payload\":{\"data\":\"" + json(CANARY) + "\"}}");
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
