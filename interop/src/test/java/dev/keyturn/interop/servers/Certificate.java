package dev.keyturn.interop.servers;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A certificate and its key as PEM, and who signed it.
 *
 * @param pem the certificate
 * @param key its key, PKCS#8
 * @param store a trust store that holds who signed it
 * @param authority who signed it, as PEM
 */
public record Certificate(Path pem, Path key, Path store, Path authority) {
  public static final String PASSWORD = "changeit";
  private static final char[] CHARS = PASSWORD.toCharArray();

  /**
   * Makes one, and an authority for it.
   *
   * @param name what its folder is called
   * @param hosts for whom it is, such as {@code dns:localhost}
   * @param start when it begins, such as {@code -2d}
   * @param days how long it is good
   */
  public static Certificate make(String name, String hosts, String start, int days)
      throws IOException, GeneralSecurityException {
    Path folder = Tools.folder("tls-" + name + "-" + System.nanoTime());
    Path authority = folder.resolve("authority.p12");
    Path server = folder.resolve("server.p12");
    Path request = folder.resolve("request");
    Path signed = folder.resolve("signed.pem");
    keytool(
        "-genkeypair",
        authority,
        "-keyalg",
        "RSA",
        "-keysize",
        "2048",
        "-dname",
        "CN=authority",
        "-ext",
        "bc:c",
        "-startdate",
        "-30d",
        "-validity",
        "60");
    keytool("-genkeypair", server, "-keyalg", "RSA", "-keysize", "2048", "-dname", "CN=server");
    keytool("-certreq", server, "-file", request.toString());
    keytool(
        "-gencert",
        authority,
        "-infile",
        request.toString(),
        "-outfile",
        signed.toString(),
        "-rfc",
        "-ext",
        "san=" + hosts,
        "-startdate",
        start,
        "-validity",
        "" + days);
    Path signer = folder.resolve("authority.pem");
    keytool("-exportcert", authority, "-rfc", "-file", signer.toString());
    return new Certificate(signed, key(folder, server), trust(folder, authority), signer);
  }

  /** Makes one that nobody but itself has signed, for some hosts. */
  public static Certificate selfSigned(String name, String hosts)
      throws IOException, GeneralSecurityException {
    Path folder = Tools.folder("tls-" + name + "-" + System.nanoTime());
    Path server = folder.resolve("server.p12");
    Path signed = folder.resolve("signed.pem");
    keytool(
        "-genkeypair",
        server,
        "-keyalg",
        "RSA",
        "-keysize",
        "2048",
        "-dname",
        "CN=server",
        "-ext",
        "san=" + hosts);
    keytool("-exportcert", server, "-rfc", "-file", signed.toString());
    return new Certificate(signed, key(folder, server), trust(folder, server), signed);
  }

  private static Path key(Path folder, Path server) throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance(server.toFile(), CHARS);
    return Files.writeString(
        folder.resolve("server.key"), pem(keys.getKey("alias", CHARS).getEncoded()));
  }

  /** What a server of the JDK's needs to show it. */
  public SSLContext context() throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    keys.load(null, null);
    CertificateFactory certificates = CertificateFactory.getInstance("X.509");
    try (InputStream in = Files.newInputStream(pem)) {
      java.security.cert.Certificate shown = certificates.generateCertificate(in);
      String text = Files.readString(key).replaceAll("-----[A-Z ]+-----|\\s", "");
      PKCS8EncodedKeySpec secret = new PKCS8EncodedKeySpec(Base64.getDecoder().decode(text));
      keys.setKeyEntry(
          "alias",
          KeyFactory.getInstance("RSA").generatePrivate(secret),
          CHARS,
          new java.security.cert.Certificate[] {shown});
    }
    KeyManagerFactory manager = KeyManagerFactory.getInstance("PKIX");
    manager.init(keys, CHARS);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(manager.getKeyManagers(), null, null);
    return context;
  }

  private static Path trust(Path folder, Path authority)
      throws IOException, GeneralSecurityException {
    KeyStore trust = KeyStore.getInstance("PKCS12");
    trust.load(null, null);
    trust.setCertificateEntry(
        "authority", KeyStore.getInstance(authority.toFile(), CHARS).getCertificate("alias"));
    Path trusted = folder.resolve("trusted.p12");
    try (var out = Files.newOutputStream(trusted)) {
      trust.store(out, CHARS);
    }
    return trusted;
  }

  private static void keytool(String verb, Path store, String... more) {
    Path program = Path.of(System.getProperty("java.home"), "bin", "keytool");
    List<String> words = new ArrayList<>(List.of(
        program.toString(),
        verb,
        "-alias",
        "alias",
        "-storetype",
        "PKCS12",
        "-keystore",
        store.toString(),
        "-storepass",
        PASSWORD));
    words.addAll(List.of(more));
    Command.of(words).succeed();
  }

  private static String pem(byte[] key) {
    Base64.Encoder lines = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
    return "-----BEGIN PRIVATE KEY-----\n"
        + lines.encodeToString(key)
        + "\n-----END PRIVATE KEY-----\n";
  }
}
