package dev.keyturn.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.keyturn.testkit.AwsEmulator;
import java.io.BufferedReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScriptsTest {
  private static final Path SCRIPTS = Path.of("scripts").toAbsolutePath();
  private static Jbang jbang;

  @TempDir
  Path folder;

  @BeforeAll
  static void layOut() throws Exception {
    jbang = new Jbang(Path.of("target/jbang"));
  }

  @Test
  void callWithTokenSendsTheTokenAndShowsNoneOfIt() throws Exception {
    CompletableFuture<String> sent = new CompletableFuture<>();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", exchange -> {
      sent.complete(exchange.getRequestHeaders().getFirst("Authorization"));
      exchange.sendResponseHeaders(204, -1);
      exchange.close();
    });
    server.start();
    try {
      String address = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
      Process script = jbang.start(
          SCRIPTS.resolve("CallWithToken.java"),
          Map.of("API_TOKEN", "canary-token"),
          address,
          "env://API_TOKEN");
      assertThat(output(script)).isEqualTo("answered 204\n");
      assertThat(sent.get(1, TimeUnit.SECONDS)).isEqualTo("Bearer canary-token");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void followRotationHearsOfARotation() throws Exception {
    Files.writeString(folder.resolve("db-password"), "first");
    Process script = jbang.start(
        SCRIPTS.resolve("FollowRotation.java"),
        Map.of(),
        folder.toString(),
        "file://db-password",
        "1");
    try (BufferedReader lines = script.inputReader(StandardCharsets.UTF_8)) {
      assertThat(lines.readLine()).isEqualTo("following version ~1");
      Path next = Files.writeString(folder.resolve("next"), "second");
      Files.move(next, folder.resolve("db-password"), StandardCopyOption.ATOMIC_MOVE);
      assertThat(lines.readLine()).isEqualTo("rotated from ~1 to ~2");
      assertThat(script.waitFor(30, TimeUnit.SECONDS)).isTrue();
    } finally {
      script.destroyForcibly();
    }
  }

  /** The line of README, as it stands there. */
  @Test
  void oneLineReadsASecretFromAws() throws Exception {
    Path root = Path.of("..").toAbsolutePath().normalize();
    String line = Files.readString(root.resolve("README.md"))
        .lines()
        .filter(text -> text.startsWith("jbang "))
        .findFirst()
        .orElseThrow();
    List<String> words = List.of(line.replace("'", "").split(" ", -1));
    try (AwsEmulator aws = AwsEmulator.start()) {
      aws.put("prod/db", "{\"user\":\"app\",\"password\":\"value-of-db\"}");
      Map<String, String> environment = Map.of(
          "AWS_ENDPOINT_URL", aws.endpoint().toString(),
          "AWS_REGION", "us-east-1",
          "AWS_ACCESS_KEY_ID", "AKIDEXAMPLE",
          "AWS_SECRET_ACCESS_KEY", "key-of-example",
          "AWS_EC2_METADATA_DISABLED", "true");
      Process script = jbang.start(root, words.get(1), environment, words.subList(2, words.size()));
      assertThat(output(script)).isEqualTo("value-of-db");
      assertThat(aws.controls().calls("GetSecretValue")).isEqualTo(1);
    }
  }

  private static String output(Process script) throws Exception {
    String output = new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String errors = new String(script.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(script.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(script.exitValue()).as(errors).isZero();
    return output;
  }
}
