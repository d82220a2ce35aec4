package dev.keyturn.interop.servers;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Speaks to OpenBao with one token, without Keyturn and without a driver: sets up, and looks after. */
public final class BaoAdmin {
  private final HttpClient client;
  private final URI address;
  private final String token;

  private BaoAdmin(HttpClient client, URI address, String token) {
    this.client = client;
    this.address = address;
    this.token = token;
  }

  static BaoAdmin of(URI address, Optional<Certificate> certificate, String token) {
    HttpClient.Builder client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1);
    certificate.ifPresent(trusted -> client.sslContext(trusting(trusted)));
    return new BaoAdmin(client.build(), address, token);
  }

  private static SSLContext trusting(Certificate certificate) {
    try (InputStream in = Files.newInputStream(certificate.store())) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, Certificate.PASSWORD.toCharArray());
      TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** The same with another token. */
  public BaoAdmin with(String other) {
    return new BaoAdmin(client, address, other);
  }

  /** The token it speaks with. */
  public String token() {
    return token;
  }

  /** One request that has to succeed; what it answers, empty for nothing. */
  public JsonNode call(String method, String path, Map<String, ?> body) {
    HttpResponse<String> answer = ask(method, path, body);
    if (answer.statusCode() >= 300) {
      throw new AssertionError(
          method + " " + path + ": " + answer.statusCode() + " " + answer.body());
    }
    return Moto.json(answer.body().isEmpty() ? "{}" : answer.body());
  }

  /** One POST whose answer is wrapped: a token that gives it once, within a time such as {@code 60s}. */
  public JsonNode wrapped(String path, String time) {
    HttpRequest.Builder request = request("POST", path, Map.of()).header("X-Vault-Wrap-TTL", time);
    return Moto.json(send(request.build()).body());
  }

  /** One request, whatever comes of it; a body only where there is something in it. */
  public HttpResponse<String> ask(String method, String path, Map<String, ?> body) {
    return send(request(method, path, body).build());
  }

  private HttpRequest.Builder request(String method, String path, Map<String, ?> body) {
    BodyPublisher content =
        body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(Moto.text(body));
    return HttpRequest.newBuilder(URI.create(address + "/v1/" + path))
        .timeout(Duration.ofMinutes(1))
        .header("X-Vault-Token", token)
        .method(method, content);
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return client.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError("OpenBao does not answer " + request.uri(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** Mounts a secrets engine. */
  public void mount(String path, String type, Map<String, String> options) {
    call("POST", "sys/mounts/" + path, Map.of("type", type, "options", options));
  }

  /** Mounts a key-value engine with versions, and waits until it takes secrets. */
  public void mountVersioned(String path) {
    mount(path, "kv", Map.of("version", "2"));
    try {
      Until.holds(
          path + " is set up",
          Duration.ofSeconds(20),
          () -> ask("GET", path + "/config", Map.of()).statusCode() == 200);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** Turns on a way to log in. */
  public void loginMethod(String path, String type) {
    call("POST", "sys/auth/" + path, Map.of("type", type));
  }

  /** Writes a policy: lines such as {@code path "kv/data/*" { capabilities = ["read"] }}. */
  public void policy(String name, String... lines) {
    call("PUT", "sys/policies/acl/" + name, Map.of("policy", String.join("\n", lines)));
  }

  /** Makes a token that is nobody's child, with a policy and a time to live such as {@code 1h}. */
  public String newToken(String policy, String ttl) {
    Map<String, ?> wanted = Map.of("policies", List.of(policy), "ttl", ttl);
    return call("POST", "auth/token/create-orphan", wanted)
        .at("/auth/client_token")
        .textValue();
  }

  /** Ends a token, and all that was made with it. */
  public void revoke(String other) {
    call("POST", "auth/token/revoke", Map.of("token", other));
  }

  /** How many tokens live that a login has given. */
  public int livingLogins() {
    return accessorsOfLogins().size();
  }

  /** Ends every token that a login has given; how many. */
  public int revokeLogins() {
    List<String> accessors = accessorsOfLogins();
    accessors.forEach(
        accessor -> call("POST", "auth/token/revoke-accessor", Map.of("accessor", accessor)));
    return accessors.size();
  }

  private List<String> accessorsOfLogins() {
    return list("auth/token/accessors").stream()
        .filter(accessor -> {
          Map<String, String> one = Map.of("accessor", accessor);
          HttpResponse<String> token = ask("POST", "auth/token/lookup-accessor", one);
          String path = Moto.json(token.body()).at("/data/path").asText();
          return path.matches("auth/.*/login.*");
        })
        .toList();
  }

  /** What a LIST finds; nothing where there is nothing to list. */
  public List<String> list(String path) {
    HttpResponse<String> answer = ask("LIST", path, Map.of());
    List<String> keys = new ArrayList<>();
    if (answer.statusCode() == 200) {
      Moto.json(answer.body()).at("/data/keys").forEach(key -> keys.add(key.textValue()));
    } else if (answer.statusCode() != 404) {
      throw new AssertionError("LIST " + path + ": " + answer.statusCode() + " " + answer.body());
    }
    return keys;
  }
}
