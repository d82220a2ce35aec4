package dev.keyturn.testkit.internal.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.testkit.AwsEmulator;
import dev.keyturn.testkit.ManualTime;
import java.io.StringReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

class StsTest {
  private static final String ROLE = "arn:aws:iam::123456789012:role/ci/deploy";
  private static final String GET = "secretsmanager.GetSecretValue";

  private final ManualTime time = new ManualTime(Instant.parse("2026-01-01T00:00:00Z"));
  private final AwsEmulator emulator = AwsEmulator.start(time);
  private final AwsWire wire = new AwsWire(emulator.endpoint());

  @AfterEach
  void close() {
    emulator.close();
  }

  private HttpResponse<String> exchange(String token) throws Exception {
    return wire.send(wire.form(
        "Action=AssumeRoleWithWebIdentity&Version=2011-06-15&RoleSessionName=run-1&RoleArn="
            + ROLE
            + "&WebIdentityToken="
            + token));
  }

  private static String token(String audience, Instant expiry) {
    String claims = """
        {"iss":"https://issuer.example","aud":"%s","sub":"repo:a/b","exp":%d}\
        """.formatted(audience, expiry.getEpochSecond());
    byte[] bytes = claims.getBytes(StandardCharsets.UTF_8);
    return "e30." + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes) + ".c2ln";
  }

  @Test
  void writesNothingThatIsNoXml() throws Exception {
    String claims =
        "{\"iss\":\"https://i\",\"aud\":\"a\",\"sub\":\"<a\\u0001&\\ud83d\\ude00\\ud800>\"}";
    byte[] bytes = claims.getBytes(StandardCharsets.UTF_8);
    String token = "e30." + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes) + ".c2ln";
    HttpResponse<String> answer = exchange(token);
    assertThat(element("SubjectFromWebIdentityToken", answer))
        .isEqualTo("&lt;a\uFFFD&amp;\uD83D\uDE00\uFFFD&gt;");
    DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(answer.body())));
  }

  private static String element(String name, HttpResponse<String> answer) {
    Matcher matcher =
        Pattern.compile("<" + name + ">([^<]*)</" + name + ">").matcher(answer.body());
    assertThat(matcher.find()).as(answer.body()).isTrue();
    return matcher.group(1);
  }

  private HttpRequest read(HttpResponse<String> credentials) {
    return wire.as(
        element("AccessKeyId", credentials),
        element("SessionToken", credentials),
        wire.request(GET, "{\"SecretId\":\"a\"}"));
  }

  @Test
  void handsOutCredentialsThatExpire() throws Exception {
    emulator.put("a", "1");
    HttpResponse<String> credentials = exchange("opaque");
    assertThat(element("Expiration", credentials)).isEqualTo("2026-01-01T01:00:00Z");
    assertThat(element("Arn", credentials))
        .isEqualTo("arn:aws:sts::123456789012:assumed-role/deploy/run-1");

    time.advance(Duration.ofMinutes(59));
    assertThat(wire.send(read(credentials)).statusCode()).isEqualTo(200);
    time.advance(Duration.ofMinutes(1));
    assertThat(wire.send(read(credentials)).body()).contains("ExpiredTokenException");
  }

  @Test
  void handsOutCredentialsThatExpireSooner() throws Exception {
    emulator.limitCredentials(Duration.ofSeconds(10));

    assertThat(element("Expiration", exchange("opaque"))).isEqualTo("2026-01-01T00:00:10Z");
  }

  @Test
  void refusesCredentialsWithoutTheirToken() throws Exception {
    emulator.put("a", "1");
    HttpRequest forged = wire.as(
        element("AccessKeyId", exchange("opaque")),
        "other",
        wire.request(GET, "{\"SecretId\":\"a\"}"));

    assertThat(wire.send(forged).body()).contains("UnrecognizedClientException");
  }

  @Test
  void readsATokenOfATrustedIssuer() throws Exception {
    emulator.trust("https://issuer.example", "sts.amazonaws.com");

    HttpResponse<String> good =
        exchange(token("sts.amazonaws.com", time.instant().plusSeconds(9)));
    assertThat(element("SubjectFromWebIdentityToken", good)).isEqualTo("repo:a/b");
    assertThat(element("Provider", good)).endsWith(":oidc-provider/issuer.example");

    HttpResponse<String> audience = exchange(token("vault", time.instant().plusSeconds(9)));
    assertThat(element("Code", audience)).isEqualTo("InvalidIdentityToken");
    assertThat(element("Code", exchange("opaque"))).isEqualTo("InvalidIdentityToken");
    HttpResponse<String> late = exchange(token("sts.amazonaws.com", time.instant()));
    assertThat(element("Code", late)).isEqualTo("ExpiredTokenException");
  }

  @Test
  void refusesATokenOfAnotherIssuer() throws Exception {
    emulator.trust("https://other.example", "sts.amazonaws.com");

    HttpResponse<String> answer =
        exchange(token("sts.amazonaws.com", time.instant().plusSeconds(9)));
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(element("Message", answer)).contains("https://issuer.example");
  }

  @Test
  void demandsAnExternalId() throws Exception {
    emulator.requireExternalId(ROLE, "team-7");
    String assume = "Action=AssumeRole&RoleSessionName=run-1&RoleArn=" + ROLE;

    HttpResponse<String> without = wire.send(wire.form(assume));
    assertThat(without.statusCode()).isEqualTo(403);
    assertThat(element("Code", without)).isEqualTo("AccessDenied");
    assertThat(wire.send(wire.form(assume + "&ExternalId=team-7")).statusCode()).isEqualTo(200);
  }

  @Test
  void tellsWhoIsAsking() throws Exception {
    HttpResponse<String> answer = wire.send(wire.form("Action=GetCallerIdentity"));

    assertThat(element("Account", answer)).isEqualTo("123456789012");
    assertThat(wire.send(wire.form("Action=Nothing")).statusCode()).isEqualTo(400);
  }

  @Test
  void throttlesAndRefusesInItsOwnForm() throws Exception {
    emulator.controls().deny(ROLE).throttle(1);

    assertThat(element("Code", exchange("opaque"))).isEqualTo("Throttling");
    HttpResponse<String> denied = exchange("opaque");
    assertThat(denied.statusCode()).isEqualTo(403);
    assertThat(element("Code", denied)).isEqualTo("AccessDenied");
  }
}
