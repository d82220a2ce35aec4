package dev.keyturn.vault;

import dev.keyturn.spi.StoreException;
import dev.keyturn.spi.TimeSource;
import java.net.URI;
import java.net.http.HttpRequest;
import org.jspecify.annotations.Nullable;

/** The server: requests to its API, and what any of them may fail with. */
final class Vault {
  private final URI address;
  private final @Nullable String namespace;
  private final Wire wire;
  private final TimeSource time;

  Vault(VaultSettings settings, Wire wire) throws StoreException {
    this.address = settings.address();
    this.namespace = settings.namespace().orElse(null);
    this.wire = wire;
    this.time = settings.context().time();
  }

  /**
   * Reads a path.
   *
   * @param path encoded, without {@code /v1/}
   * @return an answer of Vault: a success, or a status from 400 to 405, which means something else for
   *     each call
   */
  Answer get(String path, String token, Deadline deadline)
      throws StoreException, InterruptedException {
    return ask(request(path, token).GET(), path, deadline);
  }

  /** Sends an object; as for {@link #get}. Without a token for a login. */
  Answer post(String path, @Nullable String token, Json body, Deadline deadline)
      throws StoreException, InterruptedException {
    return ask(
        request(path, token).POST(HttpRequest.BodyPublishers.ofString(body.write())),
        path,
        deadline);
  }

  private HttpRequest.Builder request(String path, @Nullable String token) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address + "/v1/" + path))
        .header("X-Vault-Request", "true") // an agent in between may ask for it
        .header("User-Agent", UserAgent.TEXT);
    if (namespace != null) {
      request.header("X-Vault-Namespace", namespace);
    }
    return token == null ? request : request.header("X-Vault-Token", token);
  }

  private Answer ask(HttpRequest.Builder request, String path, Deadline deadline)
      throws StoreException, InterruptedException {
    Answer answer = Answer.of(wire.send(request.build(), deadline));
    StoreException failure = Failures.of(answer, address.getPath() + "/v1/" + path, time);
    if (failure != null) {
      throw failure;
    }
    return answer;
  }
}
