package dev.keyturn.testkit.internal.gcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyturn.testkit.GcpSecretManagerEmulator;
import dev.keyturn.testkit.ManualTime;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the recordings of the real service do not hold, by its documentation and by what users report. */
class SecretManagerTest {
  private static final String SECRETS = "/v1/projects/emulated-project/secrets";
  private static final String DB = SECRETS + "/db";
  private static final String CREATE = "{\"replication\":{\"automatic\":{}}}";

  private final ManualTime time = new ManualTime(Instant.parse("2026-03-01T00:00:00.5Z"));
  private final GcpSecretManagerEmulator emulator = GcpSecretManagerEmulator.start(time);
  private final HttpClient client = HttpClient.newHttpClient();

  @AfterEach
  void close() {
    emulator.close();
  }

  private HttpResponse<String> send(String method, String uri, String body, String... headers)
      throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(emulator.endpoint() + uri))
        .method(method, BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private String get(String uri) throws Exception {
    return send("GET", uri, "").body();
  }

  private void assertRefused(int status, String words, String method, String uri, String body)
      throws Exception {
    HttpResponse<String> answer = send(method, uri, body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.body()).contains(words);
  }

  @Test
  void namesProjectsByNumberWhateverTheyAreCalled() throws Exception {
    emulator.put("db", "hello world");
    String number = emulator.projectNumber(emulator.project());
    String access = get(DB + "/versions/latest:access");
    assertThat(access)
        .isEqualTo("{\"name\":\"projects/" + number + "/secrets/db/versions/1\",\"payload\":"
            + "{\"data\":\"aGVsbG8gd29ybGQ=\",\"dataCrc32c\":\"3381945770\"}}");
    assertThat(get("/v1/projects/" + number + "/secrets/db/versions/1:access")).isEqualTo(access);
  }

  @Test
  void latestIsTheNewestWhateverItsState() throws Exception {
    emulator.put("db", "one");
    emulator.rotate("db", "two");
    emulator.disable("db", "latest");
    assertRefused(400, "is in DISABLED state.", "GET", DB + "/versions/latest:access", "");
    assertThat(get(DB + "/versions/latest")).contains("\"state\":\"DISABLED\"");
    assertThat(get(DB + "/versions/latest?%24alt=json%3Benum-encoding%3Dint"))
        .contains("\"state\":2");
    emulator.enable("db", "2");
    assertThat(get(DB + "/versions/latest:access")).contains("\"data\":\"dHdv\"");
    emulator.destroy("db", "2");
    assertRefused(400, "is in DESTROYED state.", "GET", DB + "/versions/2:access", "");
    assertRefused(400, "FAILED_PRECONDITION", "POST", DB + "/versions/2:enable", "");
    assertRefused(404, "versions/3] not found.", "GET", DB + "/versions/3:access", "");
    assertThatThrownBy(() -> emulator.enable("db", "2")).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void anAliasIsPutByAnUpdateOrByTheTest() throws Exception {
    emulator.put("db", "one");
    emulator.rotate("db", "two");
    emulator.alias("db", "test", 2);
    String patch = "{\"versionAliases\":{\"prod\":\"1\"}}";
    assertThat(send("PATCH", DB + "?updateMask=version_aliases", patch).statusCode())
        .as("a mask is in the words of JSON")
        .isEqualTo(400);
    assertThat(get(DB + "/versions/test:access")).contains("\"data\":\"dHdv\"");
    send("PATCH", DB + "?updateMask=versionAliases", patch);
    assertThat(get(DB + "/versions/prod:access")).contains("\"data\":\"b25l\"");
    assertRefused(404, "NOT_FOUND", "GET", DB + "/versions/test:access", "");
  }

  @Test
  void refusesWhatTheServiceRefuses() throws Exception {
    assertRefused(400, "secret_id", "POST", SECRETS + "?secretId=a.b", CREATE);
    assertRefused(400, "replication", "POST", SECRETS + "?secretId=db", "{}");
    assertThat(send("POST", SECRETS + "?secretId=db", CREATE).statusCode()).isEqualTo(200);
    assertRefused(409, "already exists", "POST", SECRETS + "?secretId=db", CREATE);
    assertRefused(404, "has no versions", "GET", DB + "/versions/latest:access", "");
    assertRefused(400, "Field [payload] is required.", "POST", DB + ":addVersion", "{}");
    assertRefused(400, "payload.data", "POST", DB + ":addVersion", payload("!", ""));
    assertRefused(400, "checksum", "POST", DB + ":addVersion", payload("b25l", "1"));
    assertRefused(400, "65536", "POST", DB + ":addVersion", payload("A".repeat(90_000), ""));
    assertRefused(400, "JSON", "POST", DB + ":addVersion", "{");
    assertRefused(404, "<!DOCTYPE html>", "GET", "/v1/elsewhere", "");
    assertRefused(404, "<!DOCTYPE html>", "POST", DB + ":explode", "");
    assertThatThrownBy(() -> emulator.put("db", "")).isInstanceOf(IllegalArgumentException.class);
  }

  private static String payload(String data, String checksum) {
    return "{\"payload\":{\"data\":\"" + data + "\""
        + (checksum.isEmpty() ? "" : ",\"dataCrc32c\":\"" + checksum + "\"") + "}}";
  }

  @Test
  void listsInPages() throws Exception {
    for (String name : new String[] {"a", "b", "c"}) {
      emulator.put(name, "value");
    }
    emulator.rotate("a", "value");
    String first = get(SECRETS + "?pageSize=2");
    assertThat(first).contains("secrets/a", "secrets/b", "\"nextPageToken\":\"2\"", "Size\":3");
    assertThat(get(SECRETS + "?pageSize=2&pageToken=2"))
        .contains("secrets/c")
        .doesNotContain("next");
    assertThat(get("/v1/projects/empty/secrets")).isEqualTo("{}");
    assertThat(get(SECRETS + "/a/versions")).containsSubsequence("versions/2", "versions/1");
  }

  @Test
  void aSecretWhoseTimeIsOverIsGone() throws Exception {
    send("POST", SECRETS + "?secretId=db", "{\"replication\":{\"automatic\":{}},\"ttl\":\"100s\"}");
    emulator.put("db", "one");
    assertThat(get(DB))
        .contains("\"expireTime\":\"2026-03-01T00:01:40.500Z\"")
        .doesNotContain("ttl");
    time.advance(Duration.ofSeconds(100));
    assertRefused(404, "NOT_FOUND", "GET", DB, "");
    assertThat(emulator.put("db", "another")).isEqualTo(1);
  }

  @Test
  void regionsHaveSecretsOfTheirOwn() throws Exception {
    String regional = "/v1/projects/emulated-project/locations/europe-west3/secrets";
    assertThat(send("POST", regional + "?secretId=db", "{}").statusCode()).isEqualTo(200);
    emulator.put("projects/emulated-project/locations/europe-west3/secrets/db", "one");
    assertThat(get(regional + "/db/versions/latest:access")).contains("/locations/europe-west3/");
    assertRefused(404, "NOT_FOUND", "GET", DB, "");
  }

  @Test
  void asksForATokenOnceItIsToldTo() throws Exception {
    emulator.put("db", "one");
    emulator.requireTokens();
    emulator.limitTokens(Duration.ofMinutes(5));
    assertRefused(401, "CREDENTIALS_MISSING", "GET", DB, "");
    String form = "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Atoken-exchange"
        + "&subject_token_type=urn%3Aietf%3Aparams%3Aoauth%3Atoken-type%3Ajwt"
        + "&requested_token_type=urn%3Aietf%3Aparams%3Aoauth%3Atoken-type%3Aaccess_token"
        + "&audience=any&subject_token=e30.e30.";
    String given = send("POST", "/v1/token", form).body();
    String bearer = "Bearer " + given.replaceFirst("^.*access_token\":\"([^\"]+)\".*$", "$1");
    assertThat(given).contains("\"expires_in\":300");
    assertThat(send("GET", DB, "", "Authorization", bearer).statusCode()).isEqualTo(200);
    HttpResponse<String> unknown = send("GET", DB, "", "Authorization", "Bearer x");
    assertThat(unknown.headers().firstValue("WWW-Authenticate"))
        .contains("Bearer realm=\"https://accounts.google.com/\", error=\"invalid_token\"");
    time.advance(Duration.ofMinutes(5));
    assertThat(send("GET", DB, "", "Authorization", bearer).body())
        .contains("ACCESS_TOKEN_EXPIRED");
    assertRefused(400, "unsupported_grant_type", "POST", "/v1/token", "grant_type=password");
    assertRefused(
        400, "invalid_request", "POST", "/v1/token", form.replace("e30.e30.", "no-token"));
  }

  @Test
  void controlsSpeakItsLanguage() throws Exception {
    emulator.put("db", "one");
    emulator.controls().deny("db");
    assertRefused(
        403,
        "Permission 'secretmanager.versions.access' denied for resource"
            + " 'projects/emulated-project/secrets/db/versions/latest' (or it may not exist).",
        "GET",
        DB + "/versions/latest:access",
        "");
    emulator.controls().heal().throttle(1).fail(1, 500);
    assertRefused(429, "RESOURCE_EXHAUSTED", "GET", DB, "");
    assertRefused(500, "\"status\":\"INTERNAL\"", "GET", DB, "");
    assertThat(emulator.controls().calls("AccessSecretVersion")).isEqualTo(1);
    assertThat(emulator.controls().calls("projects/emulated-project/secrets/db"))
        .isEqualTo(3);
  }
}
