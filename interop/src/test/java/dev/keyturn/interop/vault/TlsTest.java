package dev.keyturn.interop.vault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.interop.servers.Certificate;
import dev.keyturn.interop.servers.Command;
import dev.keyturn.interop.servers.Tools;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Ways to switch TLS off, or to get around it. Each ends in an error that says which way it was, before
 * anybody but the store's own server has seen a token.
 */
class TlsTest {
  private static final String REDIRECTED = "UNAVAILABLE ";
  private static final String UNTRUSTED = "UNAVAILABLE final ";
  private static final String CONFIGURATION = "INVALID_CONFIGURATION final ";
  private static final List<String> TABLE = new ArrayList<>();
  private static Certificate good;

  private final Map<String, String> environment = new HashMap<>();
  private final List<String> options = new ArrayList<>();

  @BeforeAll
  static void makeCertificate() throws Exception {
    good = Certificate.make("good", "dns:localhost", "-1d", 30);
  }

  @AfterAll
  static void print() {
    TABLE.sort(null);
    TABLE.forEach(System.out::println);
    System.out.println(TABLE.size() + " ways around TLS, " + TABLE.size() + " typed errors");
  }

  private String probe(String address, String... arguments) {
    Map<String, String> variables = new HashMap<>(environment);
    variables.put("VAULT_TOKEN", TlsProbe.TOKEN);
    variables.put("VAULT_ADDR", address);
    String said = Command.java(options, TlsProbe.class, arguments)
        .bare()
        .with(variables)
        .succeed()
        .text()
        .strip();
    assertThat(said).doesNotContain(TlsProbe.TOKEN);
    return said;
  }

  private void fails(String way, String expected, FarEnd end) {
    fails(way, expected, end, "https://localhost:" + end.port());
  }

  private void fails(String way, String expected, FarEnd end, String address, String... arguments) {
    String said = probe(address, arguments);
    assertThat(said).as(way).startsWith(expected);
    assertThat(end.requests()).as(way).isZero();
    assertThat(end.tokens()).as(way).isZero();
    TABLE.add(way + " | " + said);
  }

  /** What fails below does not fail for another reason. */
  @Test
  void withACertificateThatIsTrustedItIsRead() throws Exception {
    try (FarEnd end = new FarEnd(good)) {
      trust(good);
      assertThat(probe("https://localhost:" + end.port())).isEqualTo("READ " + TlsProbe.VALUE);
      assertThat(end.tokens()).isPositive();
    }
  }

  private void trust(Certificate certificate) {
    environment.put("VAULT_CACERT", certificate.authority().toString());
  }

  @Test
  void vaultSkipVerify() throws Exception {
    try (FarEnd end = new FarEnd(good)) {
      environment.put("VAULT_SKIP_VERIFY", "true");
      fails("01 VAULT_SKIP_VERIFY", CONFIGURATION, end);
    }
  }

  @Test
  void vaultSslVerify() throws Exception {
    try (FarEnd end = new FarEnd(good)) {
      environment.put("VAULT_SSL_VERIFY", "false");
      fails("02 VAULT_SSL_VERIFY", CONFIGURATION, end);
    }
  }

  @Test
  void selfSigned() throws Exception {
    try (FarEnd end = new FarEnd(Certificate.selfSigned("self", "dns:localhost"))) {
      fails("03 self-signed", UNTRUSTED, end);
    }
  }

  @Test
  void unknownAuthority() throws Exception {
    Certificate other = Certificate.make("other", "dns:localhost", "-1d", 30);
    try (FarEnd end = new FarEnd(other)) {
      trust(good);
      fails("04 signed by another authority", UNTRUSTED, end);
    }
  }

  @Test
  void anotherHost() throws Exception {
    Certificate other = Certificate.make("host", "dns:vault.example", "-1d", 30);
    try (FarEnd end = new FarEnd(other)) {
      trust(other);
      fails("05 for another host", UNTRUSTED, end);
    }
  }

  @Test
  void anotherHostWithTheSwitchOfTheJvm() throws Exception {
    Certificate other = Certificate.make("host", "dns:vault.example", "-1d", 30);
    try (FarEnd end = new FarEnd(other)) {
      trust(other);
      options.add("-Djdk.internal.httpclient.disableHostnameVerification=true");
      fails(
          "06 for another host, -Djdk.internal.httpclient.disableHostnameVerification",
          UNTRUSTED,
          end);
    }
  }

  @Test
  void expired() throws Exception {
    Certificate old = Certificate.make("expired", "dns:localhost", "-9d", 2);
    try (FarEnd end = new FarEnd(old)) {
      trust(old);
      fails("07 expired", UNTRUSTED, end);
    }
  }

  @Test
  void httpByVariable() throws Exception {
    try (FarEnd end = new FarEnd()) {
      name("vault.example");
      fails("08 VAULT_ADDR=http://…", CONFIGURATION, end, "http://vault.example:" + end.port());
    }
  }

  /** Lets a name stand for this machine, so that a request would arrive. */
  private void name(String host) throws Exception {
    Path hosts = Files.writeString(
        Tools.folder("hosts").resolve(host), "127.0.0.1 localhost\n127.0.0.1 " + host + "\n");
    options.add("-Djdk.net.hosts.file=" + hosts);
  }

  @Test
  void httpByConfiguration() throws Exception {
    try (FarEnd end = new FarEnd()) {
      name("vault.example");
      String address = "http://vault.example:" + end.port();
      fails("09 address=http://…", CONFIGURATION, end, address, address);
    }
  }

  @Test
  void redirectToHttp() throws Exception {
    try (FarEnd end = new FarEnd()) {
      redirect("10 redirect to http", "http://localhost:" + end.port(), end);
    }
  }

  @Test
  void redirectToAnotherHost() throws Exception {
    Certificate both = Certificate.make("both", "dns:localhost,ip:127.0.0.1", "-1d", 30);
    try (FarEnd end = new FarEnd(both)) {
      redirect(both, "11 redirect to another host", "https://127.0.0.1:" + end.port(), end);
    }
  }

  private void redirect(String way, String address, FarEnd end) throws Exception {
    redirect(good, way, address, end);
  }

  private void redirect(Certificate certificate, String way, String address, FarEnd end)
      throws Exception {
    try (FarEnd first = new FarEnd(certificate)) {
      first.redirectTo(address);
      trust(certificate);
      fails(way, REDIRECTED, end, "https://localhost:" + first.port());
      assertThat(first.requests()).isPositive();
    }
  }

  @Test
  void aFileOfAuthoritiesThatIsMissing() throws Exception {
    try (FarEnd end = new FarEnd(good)) {
      environment.put("VAULT_CACERT", "/nowhere/authority.pem");
      fails("12 VAULT_CACERT names no file", CONFIGURATION, end);
    }
  }

  @Test
  void aFileOfAuthoritiesThatHoldsNone() throws Exception {
    try (FarEnd end = new FarEnd(good)) {
      environment.put("VAULT_CACERT", good.key().toString());
      fails("13 VAULT_CACERT names a file without a certificate", CONFIGURATION, end);
    }
  }

  @Test
  void aNameOfTheServerThatIsTold() throws Exception {
    Certificate other = Certificate.make("host", "dns:vault.example", "-1d", 30);
    try (FarEnd end = new FarEnd(other)) {
      trust(other);
      environment.put("VAULT_TLS_SERVER_NAME", "vault.example");
      fails("14 VAULT_TLS_SERVER_NAME, for another host", UNTRUSTED, end);
    }
  }
}
