package dev.keyturn.interop.vault;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.keyturn.interop.servers.Certificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Signs tokens of jobs and of service accounts, publishes its key, and vouches for service accounts. */
final class Issuer implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final KeyPair key = newKey();
  private final HttpServer server;
  private final Map<String, String> known = new HashMap<>();

  Issuer() throws IOException, GeneralSecurityException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    serve("/jwks", 200, jwks());
    serve("/.well-known/openid-configuration", 200, discovery());
    serve("/apis/authentication.k8s.io/v1/tokenreviews", 201, """
        {"status":{"authenticated":true,"audiences":["bao"],
        "user":{"username":"system:serviceaccount:ns:sa","uid":"u-1"}}}""");
    server.start();
    known.put("issuer", address());
    known.put("pem", JSON.writeValueAsString(pem()).replaceAll("^\"|\"$", ""));
    String authority =
        Files.readString(Certificate.make("cluster", "dns:localhost", "-1d", 2).authority());
    known.put("ca", JSON.writeValueAsString(authority).replaceAll("^\"|\"$", ""));
    signJobs();
    signServiceAccounts();
  }

  private static KeyPair newKey() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    return generator.generateKeyPair();
  }

  /** What a script calls by name: tokens, keys and addresses. */
  Map<String, String> known() {
    return known;
  }

  private String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void serve(String path, int status, String text) {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    server.createContext(path, exchange -> {
      exchange.getRequestBody().readAllBytes();
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
      exchange.close();
    });
  }

  private String discovery() {
    return "{\"issuer\":\"" + address() + "\",\"jwks_uri\":\"" + address() + "/jwks\"}";
  }

  private String jwks() {
    RSAPublicKey shown = (RSAPublicKey) key.getPublic();
    byte[] modulus = shown.getModulus().toByteArray();
    // a leading zero only says that the number is positive
    String number = encode(Arrays.copyOfRange(modulus, 1, modulus.length));
    return "{\"keys\":[{\"kty\":\"RSA\",\"kid\":\"k\",\"use\":\"sig\",\"alg\":\"RS256\",\"e\":\"AQAB\","
        + "\"n\":\"" + number + "\"}]}";
  }

  private String pem() {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'})
        .encodeToString(key.getPublic().getEncoded());
    return "-----BEGIN PUBLIC KEY-----\n" + body + "\n-----END PUBLIC KEY-----\n";
  }

  private void signJobs() throws IOException, GeneralSecurityException {
    long now = Instant.now().getEpochSecond();
    job("good", Map.of());
    job("several", Map.of("aud", List.of("other", "bao")));
    job("audience", Map.of("aud", "other"));
    job("fork", Map.of("repository", "evil/app"));
    job("unclaimed", Map.of("repository", ""));
    job("expired", Map.of("iat", now - 900, "nbf", now - 900, "exp", now - 300));
    job("late", Map.of("exp", now - 5));
    job("early", Map.of("nbf", now + 300));
    job("future", Map.of("iat", now + 300));
    job("stranger", Map.of("iss", "https://stranger.example"));
    job("nobody", Map.of("sub", ""));
    job("timeless", Map.of("iat", "", "nbf", "", "exp", ""));
    String good = known.get("good");
    known.put("tampered", good.substring(0, good.length() - 6) + "AAAAAA");
  }

  /** An empty claim is left out. */
  private void job(String name, Map<String, ?> others)
      throws IOException, GeneralSecurityException {
    long now = Instant.now().getEpochSecond();
    Map<String, Object> claims = new HashMap<>();
    claims.put("iss", address());
    claims.put("aud", "bao");
    claims.put("sub", "repo:octo/app");
    claims.put("repository", "octo/app");
    claims.put("iat", now - 60);
    claims.put("nbf", now - 60);
    claims.put("exp", now + 600);
    claims.putAll(others);
    claims.values().removeIf(""::equals);
    known.put(name, sign(claims));
  }

  private void signServiceAccounts() throws IOException, GeneralSecurityException {
    account("account", "ns", "sa", "bao");
    account("account_name", "ns", "other", "bao");
    account("account_namespace", "other", "sa", "bao");
    account("account_audience", "ns", "sa", "other");
  }

  private void account(String name, String namespace, String account, String audience)
      throws IOException, GeneralSecurityException {
    long now = Instant.now().getEpochSecond();
    known.put(
        name,
        sign(Map.of(
            "iss",
            "kubernetes/serviceaccount",
            "aud",
            List.of(audience),
            "sub",
            "system:serviceaccount:" + namespace + ":" + account,
            "iat",
            now,
            "nbf",
            now,
            "exp",
            now + 600,
            "kubernetes.io",
            Map.of(
                "namespace", namespace, "serviceaccount", Map.of("name", account, "uid", "u-1")))));
  }

  private String sign(Map<String, ?> claims) throws IOException, GeneralSecurityException {
    String head = "{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"k\"}";
    String signed = encode(head.getBytes(StandardCharsets.UTF_8)) + "."
        + encode(JSON.writeValueAsBytes(claims));
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(key.getPrivate());
    signature.update(signed.getBytes(StandardCharsets.US_ASCII));
    return signed + "." + encode(signature.sign());
  }

  private static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
