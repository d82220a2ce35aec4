package dev.keyturn.testkit.internal.vault;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What the server itself asks of others: an issuer's keys, a cluster's opinion of a token. */
final class Web {
  private static final int PATIENCE_MS = 5_000;

  private Web() {}

  static Fields get(String address) throws IOException {
    return exchange(address, null, null);
  }

  static Fields post(String address, String bearer, byte[] body) throws IOException {
    return exchange(address, bearer, body);
  }

  private static Fields exchange(String address, @Nullable String bearer, byte @Nullable [] body)
      throws IOException {
    HttpURLConnection connection = open(address);
    try {
      if (bearer != null) {
        connection.setRequestProperty("Authorization", "Bearer " + bearer);
      }
      if (body != null) {
        send(connection, body);
      }
      try (InputStream in = connection.getInputStream()) {
        return Fields.read(in.readAllBytes());
      }
    } catch (VaultError e) {
      throw new IOException("no JSON");
    } finally {
      connection.disconnect();
    }
  }

  private static HttpURLConnection open(String address) throws IOException {
    try {
      HttpURLConnection connection =
          (HttpURLConnection) URI.create(address).toURL().openConnection();
      connection.setConnectTimeout(PATIENCE_MS);
      connection.setReadTimeout(PATIENCE_MS);
      return connection;
    } catch (IllegalArgumentException | ClassCastException e) {
      throw new IOException("no web address");
    }
  }

  private static void send(HttpURLConnection connection, byte[] body) throws IOException {
    connection.setRequestMethod("POST");
    connection.setRequestProperty("Content-Type", "application/json");
    connection.setRequestProperty("Accept-Charset", StandardCharsets.UTF_8.name());
    connection.setDoOutput(true);
    try (OutputStream out = connection.getOutputStream()) {
      out.write(body);
    }
  }
}
