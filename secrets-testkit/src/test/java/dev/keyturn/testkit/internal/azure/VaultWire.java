package dev.keyturn.testkit.internal.azure;

import dev.keyturn.testkit.AzureKeyVaultEmulator;
import dev.keyturn.testkit.internal.json.Json;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A client that knows nothing of Azure but by which proxy it is reached, and whom to trust. */
final class VaultWire {
  private final AzureKeyVaultEmulator emulator;
  private final HttpClient client;
  String token = "";

  VaultWire(AzureKeyVaultEmulator emulator) throws Exception {
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
    client = HttpClient.newBuilder()
        .sslContext(tls)
        .proxy(ProxySelector.of(new InetSocketAddress(proxy.getHost(), proxy.getPort())))
        .build();
  }

  HttpResponse<String> login(String tenant, String form) throws Exception {
    URI address =
        URI.create("https://" + KeyVault.LOGIN_HOST + "/" + tenant + "/oauth2/v2.0/token");
    return client.send(
        HttpRequest.newBuilder(address).POST(BodyPublishers.ofString(form)).build(),
        BodyHandlers.ofString());
  }

  /** As an application that has a secret, for a resource. */
  VaultWire loggedIn(String resource) throws Exception {
    HttpResponse<String> answer = login(
        emulator.tenantId(),
        "grant_type=client_credentials&client_id=app&client_secret=any&scope=openid+" + resource
            + "%2F.default");
    token = String.valueOf(body(answer).get("access_token"));
    return this;
  }

  HttpResponse<String> send(String method, String target, String body) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(
            URI.create(emulator.vaultUrl() + target + "?api-version=7.4"))
        .method(method, BodyPublishers.ofString(body));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  HttpResponse<String> get(String target) throws Exception {
    return send("GET", target, "");
  }

  /** Status, code, and inner code if there is one. */
  String error(String method, String target, String body) throws Exception {
    HttpResponse<String> answer = send(method, target, body);
    Map<?, ?> error = (Map<?, ?>) body(answer).get("error");
    String inner =
        error.get("innererror") instanceof Map<?, ?> nested ? " " + nested.get("code") : "";
    return answer.statusCode() + " " + error.get("code") + inner;
  }

  static Map<String, Object> body(HttpResponse<String> answer) {
    return Json.read(answer.body().getBytes(StandardCharsets.UTF_8));
  }
}
