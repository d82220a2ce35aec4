package dev.keyturn.vault;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Objects;

/** What an administrator asks to have wrapped. */
final class WrappedBy {
  private WrappedBy() {}

  /** The wrapping token. */
  static String post(URI address, String path, String token) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(address + "/v1/" + path))
        .header("X-Vault-Token", token)
        .header("X-Vault-Wrap-TTL", "60s")
        .POST(HttpRequest.BodyPublishers.ofString("{}"))
        .build();
    byte[] answer = HttpClient.newHttpClient()
        .send(request, HttpResponse.BodyHandlers.ofByteArray())
        .body();
    Json wrapping = Objects.requireNonNull(Json.parse(answer)).object("wrap_info");
    return Objects.requireNonNull(wrapping).text("token");
  }
}
