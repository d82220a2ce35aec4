package dev.keyturn.interop.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import dev.keyturn.interop.servers.Command;
import dev.keyturn.interop.servers.Moto;
import dev.keyturn.interop.servers.Tools;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** With every logger at its most verbose, a canary is nowhere but in the answer. */
class SilenceTest {
  private static final String CANARY = "Kanarie-7cf0\u00e9\"&<1b>-54e2a9";

  @Test
  void aSecretIsInNoLog() throws Exception {
    Moto moto = Moto.fresh();
    prepare(moto);
    WireMockServer garbled = new WireMockServer(
        WireMockConfiguration.options().bindAddress("127.0.0.1").dynamicPort());
    garbled.start();
    garbled.stubFor(WireMock.any(WireMock.anyUrl())
        .willReturn(WireMock.ok("{\"SecretString\":\"" + json(CANARY) + "\",\"Version")));
    Path folder = Tools.folder("loud");
    Path values = folder.resolve("values");
    Files.deleteIfExists(values);
    Command.Outcome outcome;
    try {
      outcome = Command.java(
              verbose(folder),
              LoudReader.class,
              moto.endpoint().toString(),
              garbled.baseUrl(),
              values.toString())
          .succeed();
    } finally {
      garbled.stop();
    }
    String all = outcome.text() + outcome.err();
    String read = Files.readString(values);
    Files.delete(values);
    report(all, read);
    assertThat(read.split("Kanarie-7cf0", -1)).as("what was read").hasSizeGreaterThan(9);
    assertThat(all)
        .contains("software.amazon.awssdk.request", "sun.net.www.protocol.http", "Keyturn");
    for (String form : forms()) {
      assertThat(all).doesNotContain(form);
    }
  }

  private static void report(String all, String read) {
    long lines = all.lines().count();
    long found = forms().stream().filter(all::contains).count();
    System.out.println("loggers at their most verbose: " + lines + " lines, " + all.length()
        + " characters; the canary in " + forms().size() + " spellings: " + found
        + " found there, " + (read.split("Kanarie-7cf0", -1).length - 1) + " in the values");
  }

  private static void prepare(Moto moto) {
    for (String name : List.of("text", "one", "two")) {
      moto.putSecret("loud/" + name, CANARY);
      moto.putParameter("/loud/" + name, "SecureString", CANARY);
    }
    moto.putSecret("loud/binary", CANARY.getBytes(StandardCharsets.UTF_8));
    moto.putSecret("loud/json", "{\"password\":\"" + json(CANARY) + "\"}");
    moto.putParameter("/loud/secure", "SecureString", CANARY);
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
        "-Dorg.slf4j.simpleLogger.log.software.amazon.awssdk.request=trace",
        "-Djdk.httpclient.HttpClient.log=all",
        "-Djdk.internal.httpclient.debug=true",
        "-Dsun.net.client.defaultReadTimeout=20000",
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
