package dev.keyturn.interop.servers;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * mock-oauth2-server: an issuer of ID tokens, with the documents that let others check them. It runs
 * apart from the tests, whose libraries are of other versions.
 *
 * <p>A token says what is asked for: {@code sub} and {@code aud}, and four more claims as GitHub Actions
 * has them, or whatever {@link #start(Map)} was told.
 */
public final class Oidc implements AutoCloseable {
  private static final String MAIN = "no.nav.security.mock.oauth2.StandaloneMockOAuth2ServerKt";
  private static final Map<String, ?> JOB = Map.of(
      "sub", "repo:${repository}:ref:${ref}",
      "aud", List.of("${audience}"),
      "repository", "${repository}",
      "ref", "${ref}");

  private final HttpClient client = HttpClient.newHttpClient();
  private final int port = Tools.freePort();
  private final Server server;

  private Oidc(Map<String, ?> claims) {
    Path config = Tools.folder("issuer").resolve("config-" + port + ".json");
    Tools.write(config, Moto.text(config(claims)));
    List<String> java = List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx128m",
        "-cp",
        Tools.issuerClassPath(),
        MAIN);
    server = Server.start(
        "issuer",
        port,
        Command.of(java)
            .with(Map.of(
                "SERVER_HOSTNAME",
                "127.0.0.1",
                "SERVER_PORT",
                "" + port,
                "JSON_CONFIG_PATH",
                config.toString())));
  }

  private static Map<String, ?> config(Map<String, ?> claims) {
    Map<String, ?> all = Map.of("requestParam", "grant_type", "match", ".*", "claims", claims);
    Map<String, ?> issuer =
        Map.of("issuerId", "ci", "tokenExpiry", 300, "requestMappings", List.of(all));
    return Map.of(
        "interactiveLogin", false, "httpServer", "NettyWrapper", "tokenCallbacks", List.of(issuer));
  }

  /** One whose tokens have the claims {@code sub}, {@code aud}, {@code repository} and {@code ref}. */
  public static Oidc start() {
    return new Oidc(JOB);
  }

  /** One whose tokens have these claims; {@code ${name}} in them is what {@link #token} is asked with. */
  public static Oidc start(Map<String, ?> claims) {
    return new Oidc(claims);
  }

  /** Who issues its tokens: what their claim {@code iss} says. */
  public URI issuer() {
    return URI.create("http://127.0.0.1:" + port + "/ci");
  }

  /** Where its public keys are. */
  public URI keys() {
    return URI.create(issuer() + "/jwks");
  }

  /** The token of a job on the main branch of a repository. */
  public String token(String audience, String repository) {
    return token(Map.of("audience", audience, "repository", repository, "ref", "refs/heads/main"));
  }

  /** A token whose claims are filled in from these. */
  public String token(Map<String, String> parameters) {
    String more = parameters.entrySet().stream()
        .map(entry -> "&" + entry.getKey() + "="
            + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining());
    HttpRequest request = HttpRequest.newBuilder(URI.create(issuer() + "/token"))
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(BodyPublishers.ofString(
            "grant_type=client_credentials&client_id=job&client_secret=none" + more))
        .build();
    try {
      HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
      JsonNode token = Moto.json(answer.body()).path("access_token");
      if (!token.isTextual()) {
        throw new AssertionError("no token: " + answer.statusCode() + " " + answer.body());
      }
      return token.textValue();
    } catch (IOException e) {
      throw new AssertionError("the issuer does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
