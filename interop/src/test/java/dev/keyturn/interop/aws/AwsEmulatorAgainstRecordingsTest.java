package dev.keyturn.interop.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keyturn.interop.BodyShape;
import dev.keyturn.interop.Recordings;
import dev.keyturn.testkit.AwsEmulator;
import dev.keyturn.testkit.ManualTime;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Sends what was once sent to AWS to the emulator, in the same order and at the same times, and compares
 * each answer with the one that AWS gave.
 */
class AwsEmulatorAgainstRecordingsTest {
  private static final List<String> COMPARED_HEADERS =
      List.of("content-type", "content-encoding", "cache-control", "server");

  private final HttpClient client = HttpClient.newHttpClient();

  @TestFactory
  Stream<DynamicTest> answersAsTheRealServiceDid() throws IOException {
    List<Path> files = new ArrayList<>(Recordings.files("aws", "*.replay.json"));
    files.addAll(Recordings.files("aws", "*.traffic.json"));
    return files.stream()
        .map(file -> dynamicTest(file.getFileName().toString(), () -> replay(file)));
  }

  @Test
  void listsWhatHasNoRecording() throws IOException {
    List<String> situations = Recordings.missing("AWS");

    System.out.println("Situations of AWS without a recording, answered from its documentation:");
    situations.forEach(situation -> System.out.println("  " + situation));
    assertThat(situations).isNotEmpty();
  }

  private void replay(Path file) throws Exception {
    List<RecordedExchange> exchanges = RecordedExchange.read(file);
    ManualTime time = new ManualTime(exchanges.get(0).date());
    try (AwsEmulator emulator = AwsEmulator.start(time)) {
      prepare(emulator, file);
      for (int i = 0; i < exchanges.size(); i++) {
        RecordedExchange recorded = exchanges.get(i);
        moveTo(time, momentOf(recorded));
        compare(recorded, send(emulator, recorded), i + 1);
      }
    }
  }

  /** The account that refused the token had no such provider; the token itself is not in the file. */
  private static void prepare(AwsEmulator emulator, Path file) {
    if (file.getFileName().toString().equals("sts-web-identity-invalid-token.traffic.json")) {
      emulator.trust("https://another-issuer.example", "sts.amazonaws.com");
    }
  }

  /** A date within the answer tells more than the whole seconds of its header. */
  private static Instant momentOf(RecordedExchange recorded) throws IOException {
    Instant moment = recorded.date();
    if (recorded.body().startsWith("{")) {
      for (JsonNode deletion :
          new ObjectMapper().readTree(recorded.body()).findValues("DeletionDate")) {
        moment = Instant.ofEpochMilli(Math.round(deletion.doubleValue() * 1000));
      }
    }
    return moment;
  }

  private static void moveTo(ManualTime time, Instant moment) {
    Duration ahead = Duration.between(time.instant(), moment);
    time.advance(ahead.isNegative() ? Duration.ZERO : ahead);
  }

  /** Whoever recorded took the signatures out, so the request gets one again. */
  private HttpResponse<byte[]> send(AwsEmulator emulator, RecordedExchange recorded)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(emulator.endpoint())
        .header(
            "Authorization",
            "AWS4-HMAC-SHA256 Credential=AKIDTEST/20260319/us-east-2/x/aws4_request,"
                + " Signature=0")
        .POST(BodyPublishers.ofString(recorded.requestBody()));
    for (String name : List.of("x-amz-target", "accept-encoding", "content-type")) {
      String value = recorded.requestHeaders().get(name);
      if (value != null) {
        request.header(name, value);
      }
    }
    return client.send(request.build(), BodyHandlers.ofByteArray());
  }

  private static void compare(RecordedExchange recorded, HttpResponse<byte[]> answer, int number)
      throws IOException {
    String which = number + ". " + recorded.name();
    boolean zipped = answer.headers().firstValue("content-encoding").isPresent();
    String body =
        new String(RecordedExchange.unzipped(zipped, answer.body()), StandardCharsets.UTF_8);
    assertThat(answer.statusCode()).as(which + ": status").isEqualTo(recorded.status());
    assertThat(shape(body)).as(which + ": body").isEqualTo(shape(recorded.body()));
    assertThat(answer.headers().firstValue("x-amzn-requestid")).as(which).isPresent();
    for (String name : COMPARED_HEADERS) {
      assertThat(answer.headers().firstValue(name).orElse(null))
          .as(which + ": " + name)
          .isEqualTo(recorded.headers().get(name));
    }
  }

  private static Map<String, String> shape(String body) throws IOException {
    return body.startsWith("<") ? BodyShape.ofXml(body) : BodyShape.ofJson(body);
  }
}
