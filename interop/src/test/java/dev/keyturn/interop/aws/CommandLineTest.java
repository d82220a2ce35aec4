package dev.keyturn.interop.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keyturn.cli.Main;
import dev.keyturn.interop.servers.Command;
import dev.keyturn.interop.servers.Moto;
import dev.keyturn.interop.servers.Tools;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** {@code keyturn get} next to the AWS command line, both as processes, both reading moto. */
class CommandLineTest {
  private static final String JSON =
      "{\"username\":\"app\",\"password\":\"p\\u00e4ss \\\"w\\\" \\ud83d\\udd11\",\"port\":5432}";
  private static final Map<String, String> TEXTS = Map.of(
      "text", "correct horse battery staple",
      "newlines", "first\r\nsecond\n\n\tfourth \n",
      "emoji", "\ud83d\udd11 \u00e9\u4e2d\u200b \ud83d\udc69\u200d\ud83d\udd2c");

  private final Moto moto = Moto.fresh();

  @Test
  void readsTheSameBytesFromSecretsManager() throws IOException {
    moto.putSecret("prod/db", JSON);
    moto.putSecret("large", "0123456789abcdef".repeat(4096));
    byte[] binary = new byte[256];
    new Random(1).nextBytes(binary);
    binary[0] = 0;
    moto.putSecret("binary", binary);
    TEXTS.forEach(moto::putSecret);

    for (String name : List.of("prod/db", "text", "newlines", "emoji", "large")) {
      same(
          name,
          keyturn("aws-sm://" + name),
          withoutItsNewline(aws(
              "secretsmanager",
              "get-secret-value",
              "--secret-id",
              name,
              "--query",
              "SecretString")));
    }
    byte[] field = keyturn("aws-sm://prod/db#password");
    byte[] whole = aws(
        "secretsmanager", "get-secret-value", "--secret-id", "prod/db", "--query", "SecretString");
    same(
        "prod/db#password",
        field,
        new ObjectMapper()
            .readTree(whole)
            .get("password")
            .textValue()
            .getBytes(StandardCharsets.UTF_8));
    byte[] encoded = aws(
        "secretsmanager", "get-secret-value", "--secret-id", "binary", "--query", "SecretBinary");
    same(
        "binary",
        keyturn("aws-sm://binary"),
        Base64.getDecoder().decode(withoutItsNewline(encoded)));
  }

  @Test
  void readsTheSameBytesFromParameterStore() {
    moto.putParameter("/app/token", "SecureString", "token-of-app");
    moto.putParameter("json", "SecureString", JSON);
    moto.putParameter("large", "SecureString", "01234567".repeat(512));
    moto.putParameter("larger", "SecureString", "01234567".repeat(1024));
    moto.putParameter("list", "StringList", "one,two,three");
    TEXTS.forEach((name, value) -> moto.putParameter(name, "SecureString", value));

    List<String> names = new ArrayList<>(List.of("json", "large", "larger", "list"));
    names.addAll(TEXTS.keySet());
    for (String name : names) {
      same(name, keyturn("aws-ssm://" + name), withoutItsNewline(parameter(name)));
    }
    same("/app/token", keyturn("aws-ssm://app/token"), withoutItsNewline(parameter("/app/token")));
  }

  private byte[] parameter(String name) {
    return aws(
        "ssm", "get-parameter", "--name", name, "--with-decryption", "--query", "Parameter.Value");
  }

  private byte[] keyturn(String ref) {
    return Command.java(List.of(), Main.class, "get", ref)
        .bare()
        .with(moto.environment())
        .in(Tools.folder("empty"))
        .succeed()
        .out();
  }

  private byte[] aws(String... words) {
    List<String> command = new ArrayList<>(List.of(Tools.awsCommand().toString()));
    command.addAll(List.of(words));
    command.addAll(List.of("--output", "text"));
    return Command.of(command)
        .bare()
        .with(moto.environment())
        .with(Map.of("PYTHONUTF8", "1"))
        .in(Tools.folder("empty"))
        .succeed()
        .out();
  }

  /** {@code --output text} ends with one that is not the value's. */
  private static byte[] withoutItsNewline(byte[] out) {
    assertThat(out[out.length - 1]).isEqualTo((byte) '\n');
    return Arrays.copyOf(out, out.length - 1);
  }

  private static void same(String name, byte[] ours, byte[] theirs) {
    assertThat(ours).as(name).isEqualTo(theirs);
    System.out.println("keyturn get and aws, " + name + ": the same " + ours.length + " bytes");
  }
}
