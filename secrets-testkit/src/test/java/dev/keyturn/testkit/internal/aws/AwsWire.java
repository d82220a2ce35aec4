package dev.keyturn.testkit.internal.aws;

import dev.keyturn.testkit.internal.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A client that knows nothing of AWS but where the name of an operation goes. */
public final class AwsWire {
  private static final String SIGNED =
      "AWS4-HMAC-SHA256 Credential=%s/20260101/us-east-1/x/aws4_request, Signature=0";

  private final HttpClient client = HttpClient.newHttpClient();
  private final URI endpoint;

  public AwsWire(URI endpoint) {
    this.endpoint = endpoint;
  }

  public HttpRequest.Builder request(String target, String body) {
    return HttpRequest.newBuilder(endpoint)
        .header("Authorization", String.format(SIGNED, "AKIDTEST"))
        .header("X-Amz-Target", target)
        .POST(BodyPublishers.ofString(body));
  }

  public HttpRequest form(String body) {
    return HttpRequest.newBuilder(endpoint)
        .header("Authorization", String.format(SIGNED, "AKIDTEST"))
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(BodyPublishers.ofString(body))
        .build();
  }

  public HttpRequest as(String keyId, String token, HttpRequest.Builder request) {
    return request
        .setHeader("Authorization", String.format(SIGNED, keyId))
        .setHeader("X-Amz-Security-Token", token)
        .build();
  }

  public HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
    return client.send(request, BodyHandlers.ofString());
  }

  public CompletableFuture<HttpResponse<String>> start(String target, String body) {
    return client.sendAsync(request(target, body).build(), BodyHandlers.ofString());
  }

  public HttpResponse<String> send(String target, String body)
      throws IOException, InterruptedException {
    return send(request(target, body).build());
  }

  /** The members of a good answer. */
  public Map<String, Object> call(String target, String body)
      throws IOException, InterruptedException {
    HttpResponse<String> answer = send(target, body);
    if (answer.statusCode() != 200) {
      throw new IOException(answer.statusCode() + " " + answer.body());
    }
    return Json.read(answer.body().getBytes(StandardCharsets.UTF_8));
  }

  /** The code of a bad answer. */
  public String error(String target, String body) throws IOException, InterruptedException {
    HttpResponse<String> answer = send(target, body);
    byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
    return answer.statusCode() + " " + Json.read(bytes).get("__type");
  }

  @SuppressWarnings("unchecked")
  public static Map<String, Object> object(Object value) {
    return (Map<String, Object>) value;
  }

  @SuppressWarnings("unchecked")
  public static List<Object> list(Object value) {
    return (List<Object>) value;
  }
}
