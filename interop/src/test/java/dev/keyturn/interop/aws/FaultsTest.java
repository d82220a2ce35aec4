package dev.keyturn.interop.aws;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import dev.keyturn.Secrets;
import dev.keyturn.interop.Traces;
import dev.keyturn.interop.servers.BlackHole;
import dev.keyturn.interop.servers.Certificate;
import dev.keyturn.interop.servers.Moto;
import dev.keyturn.interop.servers.Toxiproxy;
import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.SecretsException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Twenty things that go wrong, in front of moto or instead of it, by programs that others wrote. */
class FaultsTest {
  private static final Duration DEADLINE = Duration.ofSeconds(3);
  private static final Duration SLACK = Duration.ofMillis(500);
  private static final String REF = "aws-sm://prod/db";
  private static final String CANARY = "canary-5d0e9b";
  private static final String TYPE = "application/x-amz-json-1.1";
  private static final List<String> TABLE = new ArrayList<>();
  private static int right;
  private static int hangs;

  private final Moto moto = Moto.fresh();
  private final Toxiproxy way = Toxiproxy.to(moto.port());
  private WireMockServer web;

  /** What comes first loads the SDK's classes, which takes its time. */
  @BeforeAll
  static void warmUp() {
    Moto moto = Moto.fresh();
    moto.putSecret("prod/db", CANARY);
    try (Secrets secrets = secrets(moto.endpoint())) {
      assertThat(secrets.get(REF, Duration.ofSeconds(30)).reveal()).isEqualTo(CANARY);
    }
  }

  @BeforeEach
  void start() {
    moto.putSecret("prod/db", CANARY);
    web = new WireMockServer(
        WireMockConfiguration.options().bindAddress("127.0.0.1").dynamicPort());
    web.start();
  }

  @AfterEach
  void stop() {
    web.stop();
    way.close();
  }

  @AfterAll
  static void print() {
    TABLE.sort(null);
    System.out.println("fault | code | ms | message");
    TABLE.forEach(System.out::println);
    System.out.println(TABLE.size() + " faults, " + right + " right codes, " + hangs
        + " hangs; deadline " + DEADLINE.toMillis() + " ms");
  }

  private static Secrets secrets(URI endpoint) {
    return Secrets.builder()
        .environment(Map.of())
        .timeout(DEADLINE)
        .store("aws-sm", "aws-sm", Moto.settings(endpoint))
        .build();
  }

  private static void assertFails(String fault, ErrorCode code, URI endpoint) {
    assertFails(fault, code, endpoint, REF);
  }

  private static void assertFails(String fault, ErrorCode code, URI endpoint, String ref) {
    try (Secrets secrets = secrets(endpoint)) {
      long start = System.nanoTime();
      SecretsException failure =
          catchThrowableOfType(SecretsException.class, () -> secrets.get(ref));
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      assertThat(failure).as(fault).isNotNull();
      TABLE.add(String.format(
          Locale.ROOT,
          "%s | %s | %d | %s",
          fault,
          failure.code(),
          took.toMillis(),
          failure.getMessage()));
      right += failure.code() == code ? 1 : 0;
      hangs += took.compareTo(DEADLINE.plus(SLACK)) > 0 ? 1 : 0;
      assertThat(failure.code()).as(failure.getMessage()).isEqualTo(code);
      assertThat(took).as(fault).isLessThan(DEADLINE.plus(SLACK));
      assertThat(Traces.all(failure)).doesNotContain(CANARY);
    }
  }

  private void answers(ResponseDefinitionBuilder answer) {
    web.stubFor(any(anyUrl()).willReturn(answer.withHeader("Content-Type", TYPE)));
  }

  private void assertAnswerFails(String fault, ErrorCode code, int status, String body) {
    answers(aResponse().withStatus(status).withBody(body));
    assertFails(fault, code, URI.create(web.baseUrl()));
  }

  private void assertErrorFails(String fault, ErrorCode code, int status, String name) {
    String body = "{\"__type\":\"" + name + "\",\"message\":\"about " + CANARY + "\"}";
    assertAnswerFails(fault, code, status, body);
  }

  // the way

  @Test
  void refused() {
    way.refuse();
    assertFails("01 connection refused (toxiproxy)", ErrorCode.UNAVAILABLE, way.endpoint());
  }

  @Test
  void blackHole() throws Exception {
    try (BlackHole hole = new BlackHole()) {
      way.leadTo(hole.port());
      assertFails("02 black hole (socket behind toxiproxy)", ErrorCode.TIMEOUT, way.endpoint());
    }
  }

  @Test
  void resetInTheBody() throws Exception {
    try (HalfAnswer half = new HalfAnswer()) {
      assertFails(
          "03 reset in the middle of the body (socket)", ErrorCode.UNAVAILABLE, half.endpoint());
    }
  }

  @Test
  void slowDrip() {
    way.spoil("slicer", Map.of("average_size", 1, "size_variation", 0, "delay", 100_000));
    assertFails("04 a byte every 100 ms (toxiproxy)", ErrorCode.TIMEOUT, way.endpoint());
  }

  // the answer

  @Test
  void throttled() {
    assertErrorFails(
        "05 ThrottlingException, 400 (WireMock)", ErrorCode.THROTTLED, 400, "ThrottlingException");
  }

  @Test
  void tooManyRequestsByAGateway() {
    assertAnswerFails(
        "05 429 of a gateway (WireMock)", ErrorCode.THROTTLED, 429, "<html>slow</html>");
  }

  @Test
  void serverError() {
    assertErrorFails("06 500 (WireMock)", ErrorCode.UNAVAILABLE, 500, "InternalServiceError");
  }

  @Test
  void unavailable() {
    assertAnswerFails("07 503 (WireMock)", ErrorCode.UNAVAILABLE, 503, "<html>try later</html>");
  }

  @Test
  void truncated() {
    assertAnswerFails(
        "08 half a document (WireMock)", ErrorCode.MALFORMED, 200, "{\"SecretString\":\"" + CANARY);
  }

  @Test
  void html() {
    assertAnswerFails(
        "09 a page with 200 (WireMock)", ErrorCode.MALFORMED, 200, "<html>" + CANARY + "</html>");
  }

  @Test
  void expiredToken() {
    assertErrorFails(
        "10 expired token (WireMock)", ErrorCode.UNAUTHENTICATED, 400, "ExpiredTokenException");
  }

  @Test
  void clockSkew() {
    String body =
        "{\"__type\":\"InvalidSignatureException\",\"message\":\"Signature not yet current:"
            + " 20261122T050000Z is still later than 20261122T044500Z\"}";
    assertAnswerFails("11 a clock that is wrong (WireMock)", ErrorCode.UNAUTHENTICATED, 400, body);
  }

  @Test
  void denied() {
    assertErrorFails("12 denied (WireMock)", ErrorCode.DENIED, 400, "AccessDeniedException");
  }

  @Test
  void kms() {
    assertErrorFails("13 KMS failure (WireMock)", ErrorCode.DENIED, 400, "DecryptionFailure");
  }

  @Test
  void deleted() {
    moto.call("secretsmanager.DeleteSecret", Map.of("SecretId", "prod/db"));
    assertFails("14 deleted (moto)", ErrorCode.NOT_FOUND, way.endpoint());
  }

  @Test
  void versionGone() {
    String ref = REF + "?version=aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee";
    assertFails("15 version gone (moto)", ErrorCode.NOT_FOUND, way.endpoint(), ref);
  }

  @Test
  void empty() {
    assertAnswerFails("16 empty body (WireMock)", ErrorCode.MALFORMED, 200, "");
  }

  @Test
  void overTheLimit() {
    String body = "{\"VersionId\":\"v\",\"SecretString\":\"" + CANARY.repeat(5_042) + "\"}";
    assertAnswerFails("17 over the service's limit (WireMock)", ErrorCode.MALFORMED, 200, body);
  }

  @Test
  void redirect() {
    WireMockServer other = new WireMockServer(
        WireMockConfiguration.options().bindAddress("127.0.0.1").dynamicPort());
    other.start();
    try {
      answers(aResponse()
          .withStatus(307)
          .withHeader("Location", "http://localhost:" + other.port() + "/"));
      assertFails(
          "18 redirect to another host (WireMock)",
          ErrorCode.UNAVAILABLE,
          URI.create(web.baseUrl()));
      assertThat(other.getAllServeEvents()).isEmpty();
    } finally {
      other.stop();
    }
  }

  // TLS

  @Test
  void certificateForAnotherHost() throws Exception {
    Certificate certificate = Certificate.make("good", "dns:localhost", "-1d", 30);
    try (Moto behind = Moto.withCertificate(certificate.pem(), certificate.key())) {
      trusting(certificate, () -> {
        // where it belongs it is accepted: what fails below is the name
        try (Secrets secrets = secrets(URI.create("https://localhost:" + behind.port()))) {
          assertThat(secrets.find(REF)).isEmpty();
        }
        URI wrong = URI.create("https://127.0.0.1:" + behind.port());
        assertFails("19 TLS, wrong host (moto)", ErrorCode.UNAVAILABLE, wrong);
      });
    }
  }

  @Test
  void certificateThatHasExpired() throws Exception {
    Certificate certificate = Certificate.make("expired", "dns:localhost", "-9d", 2);
    try (Moto behind = Moto.withCertificate(certificate.pem(), certificate.key())) {
      URI endpoint = URI.create("https://localhost:" + behind.port());
      trusting(
          certificate,
          () -> assertFails("20 TLS, expired (moto)", ErrorCode.UNAVAILABLE, endpoint));
    }
  }

  /** Lets the JDK trust a certificate, and nobody else's, for a while. */
  private static void trusting(Certificate certificate, Runnable work) {
    System.setProperty("javax.net.ssl.trustStore", certificate.store().toString());
    System.setProperty("javax.net.ssl.trustStorePassword", Certificate.PASSWORD);
    try {
      work.run();
    } finally {
      System.clearProperty("javax.net.ssl.trustStore");
      System.clearProperty("javax.net.ssl.trustStorePassword");
    }
  }
}
