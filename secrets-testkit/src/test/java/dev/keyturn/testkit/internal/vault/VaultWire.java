package dev.keyturn.testkit.internal.vault;

import dev.keyturn.testkit.VaultEmulator;
import dev.keyturn.testkit.internal.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import javax.net.ssl.SSLContext;

/** A client that knows nothing of Vault but its token header. */
public final class VaultWire {
  private final HttpClient client;
  private final URI endpoint;
  private final String token;

  public VaultWire(VaultEmulator emulator) {
    this(HttpClient.newHttpClient(), emulator.endpoint(), emulator.rootToken());
  }

  public VaultWire(VaultEmulator emulator, SSLContext tls) {
    this(
        HttpClient.newBuilder().sslContext(tls).build(), emulator.endpoint(), emulator.rootToken());
  }

  private VaultWire(HttpClient client, URI endpoint, String token) {
    this.client = client;
    this.endpoint = endpoint;
    this.token = token;
  }

  /** The same with another token; empty for none. */
  public VaultWire as(String other) {
    return new VaultWire(client, endpoint, other);
  }

  public HttpResponse<String> send(String method, String path, String body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(endpoint + "/v1/" + path))
        .method(method, BodyPublishers.ofString(body));
    if (!token.isEmpty()) {
      request.header("X-Vault-Token", token);
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  public HttpResponse<String> get(String path, String... headers)
      throws IOException, InterruptedException {
    return send("GET", path, "", headers);
  }

  /** The status, and what the errors say. */
  public String error(HttpResponse<String> answer) {
    return answer.statusCode() + " " + Json.read(bytes(answer)).get("errors");
  }

  public String errorOf(String method, String path, String body)
      throws IOException, InterruptedException {
    return error(send(method, path, body));
  }

  /** The data of a good answer. */
  public Map<String, Object> data(String path) throws IOException, InterruptedException {
    return object(body(get(path)), "data");
  }

  /** What a login or a renewal gave. */
  public Map<String, Object> auth(String path, String body)
      throws IOException, InterruptedException {
    return object(body(send("POST", path, body)), "auth");
  }

  /** All of a good answer. */
  public static Map<String, Object> body(HttpResponse<String> answer) {
    if (answer.statusCode() != 200) {
      throw new AssertionError(answer.statusCode() + " " + answer.body());
    }
    return Json.read(bytes(answer));
  }

  private static byte[] bytes(HttpResponse<String> answer) {
    return answer.body().getBytes(StandardCharsets.UTF_8);
  }

  @SuppressWarnings("unchecked")
  public static Map<String, Object> object(Map<String, Object> in, String name) {
    return (Map<String, Object>) in.get(name);
  }
}
