package dev.keyturn.testkit.internal.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.SignatureException;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TestAuthorityTest {
  private static final char[] PASSWORD = "changeit".toCharArray();

  private final TestAuthority authority = TestAuthority.create();

  private static X509Certificate certificate(ServerKeys keys) throws Exception {
    KeyStore store = keys.keyStore(PASSWORD);
    return (X509Certificate) store.getCertificate("server");
  }

  @Test
  void signsWhatAStrictReaderAccepts() throws Exception {
    X509Certificate server = certificate(authority.server("*.example", "127.0.0.1", "::1"));
    CertPath path = CertificateFactory.getInstance("X.509").generateCertPath(List.of(server));
    PKIXParameters trust =
        new PKIXParameters(Set.of(new TrustAnchor(authority.certificate(), null)));
    trust.setRevocationEnabled(false);
    CertPathValidator.getInstance("PKIX").validate(path, trust);
    assertThat(server.getSubjectAlternativeNames())
        .containsExactly(
            List.of(2, "*.example"), List.of(7, "127.0.0.1"), List.of(7, "0:0:0:0:0:0:0:1"));
    assertThat(authority.certificate().getBasicConstraints()).isGreaterThanOrEqualTo(0);
    assertThat(server.getBasicConstraints()).isEqualTo(-1);
    assertThatExceptionOfType(SignatureException.class)
        .isThrownBy(() -> server.verify(TestAuthority.create().certificate().getPublicKey()));
  }

  @Test
  void writesDatesOnBothSidesOfTheYear2050() throws Exception {
    Instant start = Instant.parse("2049-12-31T23:59:59Z");
    Instant end = Instant.parse("2050-01-01T00:00:01Z");
    X509Certificate server = certificate(authority.server(start, end, "localhost"));
    assertThat(server.getNotBefore().toInstant()).isEqualTo(start);
    assertThat(server.getNotAfter().toInstant()).isEqualTo(end);
  }

  @Test
  void isReadAgainFromItsFile() throws Exception {
    byte[] pem = authority.pem().getBytes(StandardCharsets.US_ASCII);
    assertThat(CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(pem)))
        .isEqualTo(authority.certificate());
  }
}
