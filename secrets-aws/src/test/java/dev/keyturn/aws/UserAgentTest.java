package dev.keyturn.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The service's own log says who asked. */
class UserAgentTest {
  private static final String ANSWER = "{\"VersionId\":\"v\",\"SecretString\":\"value-of-db\"}";

  private final List<String> seen = new CopyOnWriteArrayList<>();
  private HttpServer service;

  @BeforeEach
  void start() throws Exception {
    service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    service.createContext("/", exchange -> {
      seen.add(exchange.getRequestHeaders().getFirst("User-Agent"));
      byte[] body = ANSWER.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
      exchange.close();
    });
    service.start();
  }

  @AfterEach
  void stop() {
    service.stop(0);
  }

  @Test
  void namesKeyturnAndItsVersion() throws Exception {
    URI endpoint = URI.create("http://127.0.0.1:" + service.getAddress().getPort());
    try (Opened opened =
        Opened.open(new AwsSecretsManagerProvider(), AwsHarness.settings(endpoint), Map.of())) {
      assertThat(opened.text("aws-sm://prod/db")).isEqualTo("value-of-db");
    }
    assertThat(seen).hasSize(1);
    assertThat(seen.get(0)).contains("aws-sdk-java/").containsPattern("(^| )" + UserAgent.TEXT);
    assertThat(UserAgent.TEXT).matches("keyturn/[0-9a-zA-Z.-]+");
  }
}
