package dev.keyturn.interop.gcp;

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
import dev.keyturn.interop.servers.Toxiproxy;
import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.SecretsException;
import dev.keyturn.testkit.GcpSecretManagerEmulator;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Twenty things that go wrong, in front of the emulator or instead of it. */
class GcpFaultsTest {
  private static final Duration DEADLINE = Duration.ofSeconds(3);
  private static final String REF = "gcp-sm://db";
  private static final String CANARY = "canary-5d0e9b";
  private static final List<String> TABLE = new ArrayList<>();
  private static int right;

  private final GcpSecretManagerEmulator emulator = GcpSecretManagerEmulator.start();
  private final Toxiproxy way = Toxiproxy.to(emulator.endpoint().getPort());
  private WireMockServer web;

  /** What comes first loads the SDK's classes, which takes its time. */
  @BeforeAll
  static void warmUp() {
    try (GcpSecretManagerEmulator emulator = GcpSecretManagerEmulator.start();
        Secrets secrets = secrets(emulator.endpoint(), null)) {
      emulator.put("db", CANARY);
      assertThat(secrets.get(REF, Duration.ofMinutes(1)).reveal()).isEqualTo(CANARY);
    }
  }

  @BeforeEach
  void start() {
    emulator.put("db", CANARY);
    web = new WireMockServer(
        WireMockConfiguration.options().bindAddress("127.0.0.1").dynamicPort());
    web.start();
  }

  @AfterEach
  void stop() {
    web.stop();
    way.close();
    emulator.close();
  }

  @AfterAll
  static void print() {
    TABLE.sort(null);
    System.out.println("fault | code | ms | message");
    TABLE.forEach(System.out::println);
    System.out.println(TABLE.size() + " faults, " + right + " right codes; deadline "
        + DEADLINE.toMillis() + " ms");
  }

  private static Secrets secrets(URI endpoint, Path trusted) {
    Map<String, String> settings = new HashMap<>(
        Map.of("endpoint", endpoint.toString(), "project", "emulated-project", "auth", "none"));
    if (trusted != null) {
      settings.put("ca-cert", trusted.toString());
    }
    return Secrets.builder()
        .environment(Map.of())
        .timeout(DEADLINE)
        .store("gcp-sm", "gcp-sm", settings)
        .build();
  }

  private static void assertFails(String fault, ErrorCode code, URI endpoint) {
    assertFails(fault, code, endpoint, REF, null);
  }

  private static void assertFails(
      String fault, ErrorCode code, URI endpoint, String ref, Path trusted) {
    try (Secrets secrets = secrets(endpoint, trusted)) {
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
      assertThat(failure.code()).as(failure.getMessage()).isEqualTo(code);
      assertThat(took).as(fault).isLessThan(DEADLINE.multipliedBy(2));
      assertThat(Traces.all(failure)).doesNotContain(CANARY);
    }
  }

  private void answers(ResponseDefinitionBuilder answer) {
    web.stubFor(any(anyUrl()).willReturn(answer.withHeader("Content-Type", "application/json")));
  }

  private void assertAnswerFails(String fault, ErrorCode code, int status, String body) {
    answers(aResponse().withStatus(status).withBody(body));
    assertFails(fault, code, URI.create(web.baseUrl()));
  }

  private void assertErrorFails(
      String fault, ErrorCode code, int status, String name, String text) {
    String body = "{\"error\":{\"code\":" + status + ",\"message\":\"" + text + " " + CANARY
        + "\",\"status\":\"" + name + "\"}}";
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
  void cutInTheBody() {
    emulator.put("db", CANARY.repeat(500));
    way.spoil("limit_data", Map.of("bytes", 2_000));
    assertFails(
        "03 closed in the middle of the body (toxiproxy)", ErrorCode.UNAVAILABLE, way.endpoint());
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
        "05 429 (WireMock)", ErrorCode.THROTTLED, 429, "RESOURCE_EXHAUSTED", "Quota exceeded");
  }

  @Test
  void serverError() {
    assertErrorFails("06 500 (WireMock)", ErrorCode.UNAVAILABLE, 500, "INTERNAL", "Internal error");
  }

  @Test
  void unavailable() {
    assertAnswerFails("07 503 (WireMock)", ErrorCode.UNAVAILABLE, 503, "<html>try later</html>");
  }

  @Test
  void truncated() {
    assertAnswerFails(
        "08 half a document (WireMock)",
        ErrorCode.MALFORMED,
        200,
        "{\"payload\":{\"data\":\"" + CANARY);
  }

  @Test
  void html() {
    assertAnswerFails(
        "09 a page with 200 (WireMock)", ErrorCode.MALFORMED, 200, "<html>" + CANARY + "</html>");
  }

  @Test
  void expiredToken() {
    assertErrorFails(
        "10 expired token (WireMock)",
        ErrorCode.UNAUTHENTICATED,
        401,
        "UNAUTHENTICATED",
        "Request had invalid authentication credentials.");
  }

  @Test
  void clockSkew() {
    assertErrorFails(
        "11 a clock that is wrong (WireMock)",
        ErrorCode.UNAUTHENTICATED,
        401,
        "UNAUTHENTICATED",
        "Token used too early.");
  }

  @Test
  void denied() {
    assertErrorFails(
        "12 denied (WireMock)",
        ErrorCode.DENIED,
        403,
        "PERMISSION_DENIED",
        "Permission 'secretmanager.versions.access' denied (or it may not exist).");
  }

  @Test
  void kms() {
    assertErrorFails(
        "13 KMS failure (WireMock)",
        ErrorCode.DENIED,
        400,
        "FAILED_PRECONDITION",
        "The Cloud KMS key is not enabled.");
  }

  @Test
  void destroyed() {
    emulator.destroy("db", "1");
    assertFails("14 destroyed (emulator)", ErrorCode.NOT_FOUND, way.endpoint());
  }

  @Test
  void versionGone() {
    assertFails(
        "15 version gone (emulator)",
        ErrorCode.NOT_FOUND,
        way.endpoint(),
        REF + "?version=7",
        null);
  }

  @Test
  void empty() {
    assertAnswerFails("16 empty body (WireMock)", ErrorCode.MALFORMED, 200, "");
  }

  @Test
  void overTheLimit() {
    String data = Base64.getEncoder().encodeToString(new byte[65_537]);
    String body = "{\"name\":\"projects/1/secrets/db/versions/1\",\"payload\":{\"data\":\"" + data
        + "\",\"dataCrc32c\":\"0\"}}";
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
    Certificate certificate = Certificate.make("gcp-good", "dns:localhost", "-1d", 30);
    try (TlsEnd end = new TlsEnd(certificate)) {
      // where it belongs it is accepted: what fails below is the name
      try (Secrets secrets = secrets(end.at("localhost"), end.authority())) {
        assertThat(secrets.find(REF)).isEmpty();
      }
      assertFails(
          "19 TLS, wrong host", ErrorCode.UNAVAILABLE, end.at("127.0.0.1"), REF, end.authority());
    }
  }

  @Test
  void certificateThatHasExpired() throws Exception {
    Certificate certificate = Certificate.make("gcp-expired", "dns:localhost", "-9d", 2);
    try (TlsEnd end = new TlsEnd(certificate)) {
      assertFails(
          "20 TLS, expired", ErrorCode.UNAVAILABLE, end.at("localhost"), REF, end.authority());
    }
  }
}
