package dev.keyturn.gcp;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;

/** Signs tokens, and publishes the key as OpenID Connect says. */
final class Issuer implements AutoCloseable {
  private final KeyPair keys;
  private final HttpServer server;

  Issuer() throws IOException, GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    keys = generator.generateKeyPair();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    serve(
        "/.well-known/openid-configuration",
        "{\"issuer\":\"" + uri() + "\",\"jwks_uri\":\"" + uri() + "/keys\"}");
    RSAPublicKey key = (RSAPublicKey) keys.getPublic();
    serve(
        "/keys",
        "{\"keys\":[{\"kty\":\"RSA\",\"kid\":\"one\",\"n\":\"" + number(key.getModulus())
            + "\",\"e\":\"" + number(key.getPublicExponent()) + "\"}]}");
    server.start();
  }

  private void serve(String path, String json) {
    server.createContext(path, exchange -> {
      byte[] body = json.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
      exchange.close();
    });
  }

  private static String number(BigInteger number) {
    byte[] bytes = number.toByteArray();
    int sign = bytes[0] == 0 ? 1 : 0;
    byte[] unsigned = Arrays.copyOfRange(bytes, sign, bytes.length);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(unsigned);
  }

  URI uri() {
    return URI.create("http://localhost:" + server.getAddress().getPort());
  }

  String token(String audience) throws GeneralSecurityException {
    return token(audience, Instant.now().plusSeconds(300));
  }

  String token(String audience, Instant end) throws GeneralSecurityException {
    String claims = "{\"iss\":\"" + uri() + "\",\"sub\":\"repo:org/app:ref:refs/heads/main\","
        + "\"aud\":\"" + audience + "\",\"exp\":" + end.getEpochSecond() + "}";
    String signed = encoded("{\"alg\":\"RS256\",\"kid\":\"one\"}") + "." + encoded(claims);
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(keys.getPrivate());
    signature.update(signed.getBytes(StandardCharsets.US_ASCII));
    return signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
  }

  private static String encoded(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
