package dev.keyturn.interop.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.keyturn.interop.servers.OpenBao;
import dev.keyturn.interop.servers.Postgres;
import dev.keyturn.testkit.VaultEmulator;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Sends the same requests to the emulator and to OpenBao, and compares what they answer. */
class VaultEmulatorAgainstOpenBaoTest {
  private static OpenBao real;
  private static Postgres database;
  private static VaultEmulator emulator;
  private static Issuer issuer;

  @BeforeAll
  static void start() throws Exception {
    database = Postgres.start();
    try (Connection administrator = database.administrator();
        Statement statement = administrator.createStatement()) {
      statement.execute("create role stat login");
    }
    issuer = new Issuer();
    real = OpenBao.dev();
    emulator = VaultEmulator.start();
  }

  @AfterAll
  static void stop() {
    emulator.close();
    real.close();
    issuer.close();
    database.close();
  }

  @TestFactory
  Stream<DynamicTest> answersAsOpenBaoDoes() throws Exception {
    Map<String, String> known = new HashMap<>(issuer.known());
    known.put("port", Integer.toString(database.port()));
    known.put("root", emulator.rootToken());
    VaultPlayer fake = new VaultPlayer(emulator.endpoint(), known);
    known.put("root", real.admin().token());
    VaultPlayer original = new VaultPlayer(real.address(), known);
    return chapters().entrySet().stream()
        .map(chapter ->
            dynamicTest(chapter.getKey(), () -> compare(chapter.getValue(), original, fake)));
  }

  private static Map<String, List<String>> chapters() throws IOException {
    Map<String, List<String>> chapters = new LinkedHashMap<>();
    String title = "";
    for (String line : script().lines().toList()) {
      if (line.startsWith("# ")) {
        title = line.substring(2);
      } else if (!line.isBlank()) {
        chapters.computeIfAbsent(title, key -> new ArrayList<>()).add(line);
      }
    }
    return chapters;
  }

  private static String script() throws IOException {
    try (InputStream in =
        VaultEmulatorAgainstOpenBaoTest.class.getResourceAsStream("requests.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static void compare(List<String> lines, VaultPlayer original, VaultPlayer fake)
      throws Exception {
    SoftAssertions all = new SoftAssertions();
    for (String line : lines) {
      VaultStep step = VaultStep.parse(line);
      if (step.method().equals("!")) {
        breakDatabase(step.path());
      } else {
        Map<String, String> expected = VaultShape.of(original.play(step), step.isAbout());
        Map<String, String> actual = VaultShape.of(fake.play(step), step.isAbout());
        all.assertThat(difference(expected, actual)).as(line).isEmpty();
      }
    }
    all.assertAll();
  }

  private static List<String> difference(Map<String, String> expected, Map<String, String> actual) {
    List<String> difference = new ArrayList<>();
    expected.forEach((path, value) -> {
      if (!value.equals(actual.get(path))) {
        difference.add(path + " is " + actual.get(path) + ", and " + value + " at OpenBao");
      }
    });
    actual.forEach((path, value) -> {
      if (!expected.containsKey(path)) {
        difference.add(path + " is " + value + ", and missing at OpenBao");
      }
    });
    return difference;
  }

  private static void breakDatabase(String what) {
    assertThat(what).isEqualTo("database-down");
    database.close();
    emulator.breakDatabase();
  }
}
