package dev.keyturn.testkit.internal.aws;

import static dev.keyturn.testkit.internal.aws.AwsWire.list;
import static dev.keyturn.testkit.internal.aws.AwsWire.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyturn.testkit.AwsEmulator;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ParameterStoreTest {
  private static final String GET = "AmazonSSM.GetParameter";
  private static final String GET_ALL = "AmazonSSM.GetParameters";
  private static final String BY_PATH = "AmazonSSM.GetParametersByPath";

  private final AwsEmulator emulator = AwsEmulator.start();
  private final AwsWire wire = new AwsWire(emulator.endpoint());

  @AfterEach
  void close() {
    emulator.close();
  }

  private Map<String, Object> get(String name) throws Exception {
    return object(wire.call(GET, "{\"Name\":\"" + name + "\"}").get("Parameter"));
  }

  @Test
  void readsTheNewestVersionOrTheOneAskedFor() throws Exception {
    emulator.putParameter("/app/token", "one");
    emulator.putParameter("/app/token", "two");
    emulator.labelParameter("/app/token", 1, "stable");

    assertThat(get("/app/token")).containsEntry("Value", "two").doesNotContainKey("Selector");
    assertThat(get("/app/token:1")).containsEntry("Value", "one").containsEntry("Selector", ":1");
    assertThat(get("/app/token:stable")).containsEntry("Version", 1);
    assertThat(wire.error(GET, "{\"Name\":\"/app/token:3\"}"))
        .isEqualTo("400 ParameterVersionNotFound");
  }

  @Test
  void movesALabel() throws Exception {
    emulator.putParameter("token", "one");
    emulator.putParameter("token", "two");
    emulator.labelParameter("token", 1, "stable");

    Map<String, Object> answer = wire.call(
        "AmazonSSM.LabelParameterVersion",
        "{\"Name\":\"token\",\"Labels\":[\"stable\",\"aws-no\",\"1no\"]}");
    assertThat(answer).containsEntry("ParameterVersion", 2);
    assertThat(list(answer.get("InvalidLabels"))).containsExactly("aws-no", "1no");
    assertThat(get("token:stable")).containsEntry("Value", "two");
  }

  @Test
  void readsByArnWithAndWithoutALeadingSlash() throws Exception {
    emulator.putParameter("plain", "1");
    emulator.putParameter("/deep/one", "2");
    String arn = "arn:aws:ssm:us-east-1:123456789012:parameter/";

    assertThat(get(arn + "plain")).containsEntry("Name", "plain");
    assertThat(get(arn + "deep/one:1")).containsEntry("Name", "/deep/one");
  }

  @Test
  void decryptsOnlyWhenAsked() throws Exception {
    emulator.putSecureString("token", "hunter2");

    assertThat(get("token").get("Value").toString()).doesNotContain("hunter2");
    assertThat(object(
            wire.call(GET, "{\"Name\":\"token\",\"WithDecryption\":true}").get("Parameter")))
        .containsEntry("Value", "hunter2")
        .containsEntry("Type", "SecureString");
  }

  @Test
  void answersMissingOnesByName() throws Exception {
    emulator.putStringList("list", "a", "b");

    Map<String, Object> answer = wire.call(GET_ALL, "{\"Names\":[\"list\",\"none\",\"list:9\"]}");
    assertThat(object(list(answer.get("Parameters")).get(0))).containsEntry("Value", "a,b");
    assertThat(list(answer.get("InvalidParameters"))).containsExactly("none", "list:9");
    assertThat(wire.error(GET_ALL, "{\"Names\":[" + "\"x\",".repeat(10) + "\"x\"]}"))
        .isEqualTo("400 ValidationException");
  }

  @Test
  void refusesAllOfThemIfOneIsDenied() throws Exception {
    emulator.putParameter("a", "1");
    emulator.putParameter("b", "2");
    emulator.controls().deny("b");

    assertThat(wire.error(GET_ALL, "{\"Names\":[\"a\",\"b\"]}"))
        .isEqualTo("400 AccessDeniedException");
  }

  @Test
  void pagesThroughATree() throws Exception {
    for (int i = 0; i < 23; i++) {
      emulator.putParameter("/app/a/p" + i, "v" + i);
    }
    emulator.putParameter("/app/top", "v");
    emulator.putParameter("/application", "v");

    assertThat(list(wire.call(BY_PATH, "{\"Path\":\"/app\"}").get("Parameters")))
        .hasSize(1);
    int seen = 0;
    Object token = null;
    do {
      String next = token == null ? "" : ",\"NextToken\":\"" + token + "\"";
      Map<String, Object> page =
          wire.call(BY_PATH, "{\"Path\":\"/app/\",\"Recursive\":true" + next + "}");
      seen += list(page.get("Parameters")).size();
      token = page.get("NextToken");
    } while (token != null);
    assertThat(seen).isEqualTo(24);
    assertThat(emulator.controls().calls("GetParametersByPath")).isEqualTo(4);
  }

  @Test
  void beginsAtVersionOneAfterADeletion() throws Exception {
    emulator.putParameter("token", "one");
    emulator.putParameter("token", "two");
    emulator.deleteParameter("token");

    assertThat(emulator.putParameter("token", "three")).isEqualTo(1);
  }

  @Test
  void overwritesOnlyWhenAsked() throws Exception {
    String put = "{\"Name\":\"token\",\"Type\":\"String\",\"Value\":\"x\"";
    wire.call("AmazonSSM.PutParameter", put + "}");

    assertThat(wire.error("AmazonSSM.PutParameter", put + "}"))
        .isEqualTo("400 ParameterAlreadyExists");
    assertThat(wire.call("AmazonSSM.PutParameter", put + ",\"Overwrite\":true}"))
        .containsEntry("Version", 2)
        .containsEntry("Tier", "Standard");
  }

  @Test
  void refusesToChangeATypeOrToNameHalfAPath() throws Exception {
    emulator.putParameter("token", "one");

    assertThatThrownBy(() -> emulator.putSecureString("token", "two"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("delete it first");
    assertThat(wire.error(GET, "{\"Name\":\"app/token\"}")).isEqualTo("400 ValidationException");
  }
}
