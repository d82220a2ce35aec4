package dev.keyturn.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.keyturn.spi.StoreContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider;

/** The role of an instance is asked for by version 2 of its metadata service. */
class InstanceRoleTest {
  private static final String ROLE_PATH = "/latest/meta-data/iam/security-credentials/";
  private static final String CREDENTIALS = """
      {"Code":"Success","Type":"AWS-HMAC","AccessKeyId":"AKIDTEST","SecretAccessKey":"s","Token":"t",
       "LastUpdated":"2026-11-22T00:00:00Z","Expiration":"2096-11-22T00:00:00Z"}
      """;

  @TempDir
  Path home;

  private final List<String> requests = new CopyOnWriteArrayList<>();
  private volatile boolean givesTokens = true;
  private HttpServer metadata;

  @BeforeEach
  void start() throws Exception {
    metadata = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    metadata.createContext("/", this::answer);
    metadata.start();
  }

  @AfterEach
  void stop() {
    metadata.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String token = exchange.getRequestHeaders().getFirst("X-aws-ec2-metadata-token");
    requests.add(exchange.getRequestMethod() + " " + path + " " + token);
    boolean asksForToken = exchange.getRequestMethod().equals("PUT");
    String text = path.equals(ROLE_PATH) ? "reader" : CREDENTIALS;
    byte[] body = (asksForToken ? "token" : text).getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(asksForToken && !givesTokens ? 404 : 200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  /** As the SDK's chain would make it, with the profile that the chain is given. */
  private String key(String config, Map<String, String> more) throws Exception {
    Map<String, String> settings = new HashMap<>(Map.of("region", "us-east-1"));
    settings.putAll(more);
    Map<String, String> environment = Map.of(
        "HOME",
        home.toString(),
        "AWS_CONFIG_FILE",
        Files.writeString(home.resolve("config"), config).toString());
    StoreContext context = Opened.context(new AwsSecretsManagerProvider(), settings, environment);
    AwsProfile profile = AwsProfile.of(context, new AwsSettings(context));
    try (InstanceProfileCredentialsProvider provider = InstanceProfileCredentialsProvider.builder()
        .endpoint("http://127.0.0.1:" + metadata.getAddress().getPort())
        .profileFile(profile::fileForCredentials)
        .profileName(profile.name())
        .build()) {
      return provider.resolveCredentials().accessKeyId();
    }
  }

  @Test
  void isAskedForWithAToken() throws Exception {
    assertThat(key("", Map.of())).isEqualTo("AKIDTEST");
    assertThat(requests)
        .hasSize(3)
        .allMatch(request -> request.startsWith("PUT") || request.endsWith(" token"));
  }

  @Test
  void isNotAskedForWithoutOne() {
    givesTokens = false;
    assertThatThrownBy(() -> key("", Map.of())).isNotNull();
    assertThatThrownBy(() -> key("[profile prod]\n", Map.of("profile", "prod"))).isNotNull();
    assertThat(requests).isNotEmpty().allMatch(request -> request.startsWith("PUT"));
  }

  @Test
  void isAskedForWithoutOneWhereTheProfileSaysSo() throws Exception {
    givesTokens = false;
    String config = "[default]\nec2_metadata_v1_disabled = false\n";
    assertThat(key(config, Map.of())).isEqualTo("AKIDTEST");
  }
}
