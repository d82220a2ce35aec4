package dev.keyturn.interop.gcp;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.keyturn.interop.servers.Certificate;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A server with a certificate of its own, in which no secret is. */
final class TlsEnd implements AutoCloseable {
  private static final char[] PASSWORD = Certificate.PASSWORD.toCharArray();
  private static final String MISSING =
      "{\"error\":{\"code\":404,\"message\":\"Secret not found.\",\"status\":\"NOT_FOUND\"}}";

  private final HttpsServer server;
  private final Path authority;

  TlsEnd(Certificate certificate) throws IOException, GeneralSecurityException {
    authority = Files.writeString(
        certificate.store().resolveSibling("authority.pem"), pem(certificate.store()));
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context(certificate)));
    server.createContext("/", exchange -> {
      byte[] body = MISSING.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(404, body.length);
      exchange.getResponseBody().write(body);
      exchange.close();
    });
    server.start();
  }

  private static String pem(Path store) throws IOException, GeneralSecurityException {
    byte[] encoded = KeyStore.getInstance(store.toFile(), PASSWORD)
        .getCertificate("authority")
        .getEncoded();
    return "-----BEGIN CERTIFICATE-----\n"
        + Base64.getMimeEncoder().encodeToString(encoded)
        + "\n-----END CERTIFICATE-----\n";
  }

  private static SSLContext context(Certificate certificate)
      throws IOException, GeneralSecurityException {
    byte[] pem = Files.readAllBytes(certificate.pem());
    String key = Files.readString(certificate.key()).replaceAll("-----[A-Z ]+-----", "");
    PrivateKey loaded = KeyFactory.getInstance("RSA")
        .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(key)));
    KeyStore keys = KeyStore.getInstance("PKCS12");
    keys.load(null, null);
    keys.setKeyEntry("server", loaded, PASSWORD, new java.security.cert.Certificate[] {
      CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem))
    });
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  URI at(String host) {
    return URI.create("https://" + host + ":" + server.getAddress().getPort());
  }

  /** Whom to trust, as PEM. */
  Path authority() {
    return authority;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
