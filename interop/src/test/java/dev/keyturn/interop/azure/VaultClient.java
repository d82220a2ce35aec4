package dev.keyturn.interop.azure;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keyturn.testkit.AzureKeyVaultEmulator;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Sends requests to an emulated vault just as they stand, with a token of its tenant or without one. */
final class VaultClient {
  private final AzureKeyVaultEmulator emulator;
  private final HttpClient http;
  private final String token;

  VaultClient(AzureKeyVaultEmulator emulator)
      throws IOException, InterruptedException, GeneralSecurityException {
    this.emulator = emulator;
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("authority", emulator.certificate());
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(null, trust.getTrustManagers(), null);
    URI proxy = emulator.proxy();
    this.http = HttpClient.newBuilder()
        .sslContext(tls)
        .version(HttpClient.Version.HTTP_1_1)
        .proxy(ProxySelector.of(new InetSocketAddress(proxy.getHost(), proxy.getPort())))
        .build();
    this.token = login();
  }

  private String login() throws IOException, InterruptedException {
    URI address = URI.create(
        "https://login.microsoftonline.com/" + emulator.tenantId() + "/oauth2/v2.0/token");
    String form = "grant_type=client_credentials&client_id=c&client_secret=s"
        + "&scope=https%3A%2F%2Fvault.azure.net%2F.default";
    HttpResponse<String> answer = http.send(
        HttpRequest.newBuilder(address).POST(BodyPublishers.ofString(form)).build(),
        BodyHandlers.ofString());
    return new ObjectMapper().readTree(answer.body()).get("access_token").asText();
  }

  HttpResponse<String> send(String method, String target, String body, boolean bearing)
      throws IOException, InterruptedException {
    // a URI does not take what the service writes into its own links
    URI address = URI.create(emulator.vaultUrl() + target.replace("$", "%24"));
    HttpRequest.Builder request = HttpRequest.newBuilder(address)
        .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (bearing) {
      request.header("Authorization", "Bearer " + token);
    }
    return http.send(request.build(), BodyHandlers.ofString());
  }
}
