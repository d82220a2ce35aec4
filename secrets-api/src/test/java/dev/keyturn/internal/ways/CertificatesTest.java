package dev.keyturn.internal.ways;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.spi.StoreException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CertificatesTest {
  private static final String WHAT = "VAULT_CACERT";

  @TempDir
  static Path dir;

  private static String first;
  private static String second;

  @BeforeAll
  static void makeCertificates() throws Exception {
    first = certificate("CN=first");
    second = certificate("CN=second");
  }

  @Test
  void theFilesCertificatesCountBesidesTheOnesOfTheProcess() throws Exception {
    X509TrustManager trust = Certificates.of(WHAT, file("# a remark\r\n" + first + "\n" + second));
    assertThat(trust).isInstanceOf(X509ExtendedTrustManager.class);
    assertAccepts(trust, first);
    assertAccepts(trust, second);
    assertThat(trust.getAcceptedIssuers())
        .contains(ofTheProcess())
        .hasSize(ofTheProcess().length + 2);
  }

  @Test
  void whatElseStandsInTheFileIsPassedOver() throws Exception {
    String key = "-----BEGIN PRIVATE KEY-----\nhunter2\n-----END PRIVATE KEY-----\n";
    X509TrustManager trust = Certificates.of(WHAT, file(key + first + key));
    assertAccepts(trust, first);
    assertThatThrownBy(() -> judge(trust, second)).isInstanceOf(CertificateException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hunter2",
        "-----BEGIN PRIVATE KEY-----\nhunter2\n-----END PRIVATE KEY-----",
        "-----BEGIN CERTIFICATE-----\nhunter2",
        "-----BEGIN CERTIFICATE-----\nhunter2\n-----END CERTIFICATE-----",
        "-----BEGIN CERTIFICATE-----\naHVudGVyMg==\n-----END CERTIFICATE-----",
        "-----BEGIN CERTIFICATE----------END CERTIFICATE-----"
      })
  void aFileWithoutCertificatesIsRefusedAndNotRepeated(String content) throws Exception {
    assertRefused(WHAT, file(content));
  }

  @Test
  void anotherCertificateThatIsCutOffIsNotPassedOver() throws Exception {
    assertRefused(WHAT, file(first + second.substring(0, 200)));
  }

  @Test
  void aFileThatCannotBeReadIsRefusedAndNotRepeated() throws Exception {
    assertRefused(WHAT, dir.resolve("hunter2").toString());
    assertRefused(WHAT, Files.createDirectory(dir.resolve("hunter2")).toString());
    assertRefused(WHAT, "hunter2\0");
    assertRefused(WHAT, file("x".repeat(4 * 1024 * 1024 + 1)));
  }

  @Test
  void theConfigurationNamesAFileByItsWholePath() throws Exception {
    String file = file(first);
    assertThatCode(() -> Certificates.ofAbsolute("store.aws.ca-cert", file))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> Certificates.ofAbsolute("store.aws.ca-cert", "hunter2.pem"))
        .hasMessageContaining("store.aws.ca-cert is not an absolute path")
        .message()
        .doesNotContain("hunter2");
  }

  private static void assertRefused(String what, String file) {
    assertThatThrownBy(() -> Certificates.of(what, file))
        .isInstanceOfSatisfying(StoreException.class, e -> {
          assertThat(e.code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION);
          assertThat(e.getCause()).isNull();
        })
        .hasMessageStartingWith(what + " ")
        .message()
        .doesNotContain("hunter2");
  }

  private static void assertAccepts(X509TrustManager trust, String pem) {
    assertThatCode(() -> judge(trust, pem)).doesNotThrowAnyException();
  }

  private static void judge(X509TrustManager trust, String pem) throws CertificateException {
    byte[] bytes = pem.getBytes(StandardCharsets.US_ASCII);
    X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
        .generateCertificate(new ByteArrayInputStream(bytes));
    trust.checkServerTrusted(new X509Certificate[] {certificate}, "ECDHE_ECDSA");
  }

  private static X509Certificate[] ofTheProcess() throws Exception {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init((KeyStore) null);
    return ((X509TrustManager) factory.getTrustManagers()[0]).getAcceptedIssuers();
  }

  private static String file(String content) throws Exception {
    return Files.writeString(Files.createTempFile(dir, "ca", ".pem"), content).toString();
  }

  private static String certificate(String name) throws Exception {
    Path keys = Files.createTempDirectory(dir, "keys").resolve("keys.p12");
    keytool("-genkeypair", keys, "-keyalg", "EC", "-dname", name, "-validity", "1");
    return keytool("-exportcert", keys, "-rfc").replaceAll("(?s)^.*?(?=-----BEGIN)", "");
  }

  private static String keytool(String action, Path keys, String... more) throws Exception {
    List<String> command = new ArrayList<>(List.of(
        Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
        "-J-XX:TieredStopAtLevel=1",
        action,
        "-alias",
        "ca",
        "-storetype",
        "PKCS12",
        "-keystore",
        keys.toString(),
        "-storepass",
        "changeit"));
    command.addAll(List.of(more));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).as(output).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
    return output;
  }
}
