package dev.keyturn.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.Secrets;
import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.Secret;
import dev.keyturn.testkit.AwsEmulator;
import dev.keyturn.testkit.ManualTime;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A tree of many pages, where the service wants fewer calls than it has pages. */
class ThrottledTreeTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final String PAGES = "GetParametersByPath";

  private final ManualTime time = new ManualTime();
  private final AwsEmulator emulator = AwsEmulator.start(time);

  @AfterEach
  void close() {
    emulator.close();
  }

  private void put(int parameters) {
    for (int i = 0; i < parameters; i++) {
      emulator.putSecureString("/app/p" + i, "value-" + i);
    }
  }

  private Secret get() {
    try (Secrets secrets = Secrets.builder()
        .environment(Map.of())
        .time(time)
        .store("aws-ssm", "aws-ssm", AwsHarness.settings(emulator.endpoint()))
        .timeout(Duration.ofSeconds(10))
        .build()) {
      CompletableFuture<Secret> caller = time.start(() -> secrets.get("aws-ssm://app/"));
      time.awaitIdle();
      for (int i = 0; i < 10 && !caller.isDone(); i++) {
        time.advance(SECOND);
      }
      return caller.join();
    }
  }

  /** Each page is asked for once; besides them only one refusal for each attempt that ended early. */
  @ParameterizedTest
  @CsvSource({"1000, 40, 2", "200, 10, 1", "200, 4, 4"})
  void isReadWithinTheDeadline(int parameters, int perSecond, int refusals) {
    put(parameters);
    emulator.controls().limit(perSecond);
    Secret tree = get();
    assertThat(tree.fields()).hasSize(parameters);
    assertThat(tree.field("p" + (parameters - 1)).reveal()).isEqualTo("value-" + (parameters - 1));
    assertThat(emulator.controls().calls(PAGES)).isEqualTo(parameters / 10 + refusals);
  }

  @Test
  void beginsAnewAfterAnyOtherFailure() throws Exception {
    put(30);
    try (Opened opened = Opened.parameterStore(emulator)) {
      emulator.controls().limit(2);
      assertThat(opened.failure("aws-ssm://app/").code()).isEqualTo(ErrorCode.THROTTLED);
      emulator.controls().heal().fail(1, 500);
      assertThat(opened.failure("aws-ssm://app/").code()).isEqualTo(ErrorCode.UNAVAILABLE);
      emulator.controls().forgetCalls();
      assertThat(Opened.secret(opened.fetch("aws-ssm://app/")).fields()).hasSize(30);
      assertThat(emulator.controls().calls(PAGES)).isEqualTo(3);
    }
  }

  @Test
  void forgetsWhatItHasReadWhereNoOtherAttemptFollows() throws Exception {
    put(30);
    emulator.controls().limit(2);
    try (Secrets secrets = Secrets.builder()
        .environment(Map.of())
        .time(time)
        .store("aws-ssm", "aws-ssm", AwsHarness.settings(emulator.endpoint()))
        .timeout(SECOND)
        .build()) {
      CompletableFuture<Secret> caller = time.start(() -> secrets.get("aws-ssm://app/"));
      time.advance(Duration.ofSeconds(30));
      assertThat(caller).isCompletedExceptionally();
      emulator.controls().heal().forgetCalls();
      CompletableFuture<Secret> again = time.start(() -> secrets.get("aws-ssm://app/"));
      time.awaitIdle();
      assertThat(again.join().fields()).hasSize(30);
      assertThat(emulator.controls().calls(PAGES)).isEqualTo(3);
    }
  }
}
