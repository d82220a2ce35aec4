package dev.keyturn.testkit.internal.tls;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/**
 * Signs certificates for servers of a test. Its own certificate is good from 2020 to 2100, whatever a
 * test's clock says, because TLS goes by the machine's.
 */
public final class TestAuthority {
  /** When the usual certificates begin. */
  public static final Instant START = Instant.parse("2020-01-01T00:00:00Z");

  /** When the usual certificates end. */
  public static final Instant END = Instant.parse("2100-01-01T00:00:00Z");

  /** Two of one name are not told apart until their signatures are compared. */
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|[0-9a-f:]*:[0-9a-f:]*");
  private static final byte[] ECDSA = Der.sequence(Der.id("1.2.840.10045.4.3.2"));
  private static final String COMMON_NAME = "2.5.4.3";
  private static final String KEY_USAGE = "2.5.29.15";
  private static final String ALTERNATIVE_NAMES = "2.5.29.17";
  private static final String BASIC_CONSTRAINTS = "2.5.29.19";
  private static final int DNS_NAME = 2;
  private static final int IP_ADDRESS = 7;

  private final String name = "Keyturn test authority " + NUMBER.incrementAndGet();
  private final KeyPair keys;
  private final X509Certificate certificate;
  private final AtomicLong serial = new AtomicLong(1);

  private TestAuthority() throws GeneralSecurityException {
    keys = newKeys();
    byte[] maySign = Der.bits(1, new byte[] {0x06}); // certificates and lists of revoked ones
    certificate = sign(
        name,
        keys.getPublic(),
        START,
        END,
        critical(BASIC_CONSTRAINTS, Der.sequence(Der.truth())),
        critical(KEY_USAGE, maySign));
  }

  /**
   * Makes a new authority, with a key of its own.
   *
   * @return the authority
   */
  public static TestAuthority create() {
    try {
      return new TestAuthority();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK makes no elliptic keys", e);
    }
  }

  /** {@return its own certificate, for clients to trust} */
  public X509Certificate certificate() {
    return certificate;
  }

  /** {@return its own certificate as a client's file holds it} */
  public String pem() {
    try {
      Base64.Encoder lines = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
      return "-----BEGIN CERTIFICATE-----\n"
          + lines.encodeToString(certificate.getEncoded())
          + "\n-----END CERTIFICATE-----\n";
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a certificate made here has no encoding", e);
    }
  }

  /**
   * Makes a server's certificate.
   *
   * @param start when it begins
   * @param end when it ends
   * @param hosts names and addresses that it is for; a name may begin with {@code *.}
   * @return the certificate and its key
   */
  public ServerKeys server(Instant start, Instant end, String... hosts) {
    try {
      KeyPair server = newKeys();
      List<byte[]> names = new ArrayList<>();
      for (String host : hosts) {
        names.add(alternative(host));
      }
      byte[] alternatives = Der.sequence(names.toArray(byte[][]::new));
      X509Certificate signed = sign(
          hosts[0],
          server.getPublic(),
          start,
          end,
          Der.sequence(Der.id(ALTERNATIVE_NAMES), Der.octets(alternatives)));
      return new ServerKeys(server.getPrivate(), signed, certificate);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK signs no certificate", e);
    }
  }

  /**
   * Makes a server's certificate that is good now.
   *
   * @param hosts names and addresses that it is for
   * @return the certificate and its key
   */
  public ServerKeys server(String... hosts) {
    return server(START, END, hosts);
  }

  private static KeyPair newKeys() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  private static byte[] alternative(String host) {
    if (!ADDRESS.matcher(host).matches()) {
      return Der.implicit(DNS_NAME, host.getBytes(StandardCharsets.US_ASCII));
    }
    try {
      return Der.implicit(IP_ADDRESS, InetAddress.getByName(host).getAddress());
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("no address: " + host, e);
    }
  }

  private static byte[] critical(String id, byte[] value) {
    return Der.sequence(Der.id(id), Der.truth(), Der.octets(value));
  }

  private X509Certificate sign(
      String subject, PublicKey key, Instant start, Instant end, byte[]... extensions)
      throws GeneralSecurityException {
    byte[] content = Der.sequence(
        Der.explicit(0, Der.integer(BigInteger.TWO)), // version 3, counted from 0
        Der.integer(BigInteger.valueOf(serial.getAndIncrement())),
        ECDSA,
        distinguished(name),
        Der.sequence(Der.time(start), Der.time(end)),
        distinguished(subject),
        key.getEncoded(),
        Der.explicit(3, Der.sequence(extensions)));
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(keys.getPrivate());
    signature.update(content);
    byte[] whole = Der.sequence(content, ECDSA, Der.bits(0, signature.sign()));
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    return (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(whole));
  }

  private static byte[] distinguished(String name) {
    return Der.sequence(Der.set(Der.sequence(Der.id(COMMON_NAME), Der.text(name))));
  }
}
