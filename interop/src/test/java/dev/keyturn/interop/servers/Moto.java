package dev.keyturn.interop.servers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** moto's server: Secrets Manager, Parameter Store and STS, written by others. Speaks to it without an SDK. */
public final class Moto implements AutoCloseable {
  public static final String REGION = "us-east-1";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static Moto shared;

  private final HttpClient client = HttpClient.newHttpClient();
  private final Server server;
  private final int port;

  private Moto(List<String> options) {
    port = Tools.freePort();
    List<String> words = new ArrayList<>(List.of(
        Tools.python("moto_server").toString(), "-H", "127.0.0.1", "-p", Integer.toString(port)));
    words.addAll(options);
    server = Server.start("moto", port, Command.of(words));
  }

  /** The one that all tests use, without a secret. */
  public static synchronized Moto fresh() {
    if (shared == null) {
      shared = new Moto(List.of());
    }
    shared.reset();
    return shared;
  }

  /** One with a certificate; what is read from it has to be put there over TLS. */
  public static Moto withCertificate(Path certificate, Path key) {
    return new Moto(List.of("-s", "-c", certificate.toString(), "-k", key.toString()));
  }

  /** Its port, of 127.0.0.1. */
  public int port() {
    return port;
  }

  /** Where all its services are. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** What the AWS command line, and Keyturn, need to find it. */
  public Map<String, String> environment() {
    return environment(endpoint());
  }

  /** The same, with something in between. */
  public static Map<String, String> environment(URI address) {
    return Map.of(
        "AWS_ENDPOINT_URL",
        address.toString(),
        "AWS_REGION",
        REGION,
        "AWS_DEFAULT_REGION",
        REGION,
        "AWS_ACCESS_KEY_ID",
        "AKIAINTEROP",
        "AWS_SECRET_ACCESS_KEY",
        "key-of-the-interop-tests",
        "AWS_EC2_METADATA_DISABLED",
        "true");
  }

  /** How a store of Keyturn's reads it, with something in between. */
  public static Map<String, String> settings(URI address) {
    return Map.of("region", REGION, "endpoint", address.toString(), "auth", "none");
  }

  private void reset() {
    send(HttpRequest.newBuilder(endpoint().resolve("/moto-api/reset")), "");
  }

  /** One call, which has to succeed. */
  public JsonNode call(String target, Map<String, ?> body) {
    HttpResponse<String> answer = ask(target, body);
    if (answer.statusCode() != 200) {
      throw new AssertionError(target + ": " + answer.statusCode() + " " + answer.body());
    }
    return json(answer.body());
  }

  /** One call, whatever comes of it. */
  public HttpResponse<String> ask(String target, Map<String, ?> body) {
    String service = target.startsWith("AmazonSSM") ? "ssm" : "secretsmanager";
    HttpRequest.Builder request = HttpRequest.newBuilder(endpoint())
        .header("X-Amz-Target", target)
        .header("Content-Type", "application/x-amz-json-1.1")
        .header(
            "Authorization",
            "AWS4-HMAC-SHA256 Credential=AKIAINTEROP/20260101/" + REGION + "/" + service
                + "/aws4_request, SignedHeaders=host, Signature=0");
    return send(request, text(body));
  }

  private HttpResponse<String> send(HttpRequest.Builder request, String body) {
    try {
      return client.send(
          request.POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError("moto does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new AssertionError("no JSON", e);
    }
  }

  static String text(Map<String, ?> body) {
    try {
      return JSON.writeValueAsString(body);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Creates a secret of text, or adds a version to it. */
  public void putSecret(String name, String value) {
    put(name, Map.of("SecretString", value));
  }

  /** Creates a secret of bytes, or adds a version to it. */
  public void putSecret(String name, byte[] value) {
    put(name, Map.of("SecretBinary", value));
  }

  private void put(String name, Map<String, ?> value) {
    Map<String, Object> body = new java.util.HashMap<>(value);
    body.put("Name", name);
    if (ask("secretsmanager.CreateSecret", body).statusCode() != 200) {
      body.remove("Name");
      body.put("SecretId", name);
      call("secretsmanager.PutSecretValue", body);
    }
  }

  /** Creates a parameter, or adds a version to it. */
  public void putParameter(String name, String type, String value) {
    call(
        "AmazonSSM.PutParameter",
        Map.of("Name", name, "Type", type, "Value", value, "Overwrite", true, "Tier", "Advanced"));
  }

  @Override
  public void close() {
    server.close();
  }
}
