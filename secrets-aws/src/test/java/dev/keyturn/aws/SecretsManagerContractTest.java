package dev.keyturn.aws;

import dev.keyturn.spi.SecretStoreProvider;
import dev.keyturn.testkit.SecretStoreContract;
import dev.keyturn.testkit.StoreHarness;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

class SecretsManagerContractTest extends SecretStoreContract {
  @Override
  protected StoreHarness harness() {
    return new Harness();
  }

  private static final class Harness extends AwsHarness {
    private Harness() {
      super("GetSecretValue");
    }

    @Override
    public SecretStoreProvider provider() {
      return new AwsSecretsManagerProvider();
    }

    @Override
    public List<String> nonsense() {
      return List.of(
          "aws-sm://prod/",
          "aws-sm://with%20blank",
          "aws-sm://a:b",
          "aws-sm://arn:aws:ssm:us-east-1:123456789012:parameter/x",
          "aws-sm://arn:aws:secretsmanager:us-east-1:1:secret:x",
          "aws-sm://x?version=two%20words");
    }

    @Override
    public Map<Ability, String> cannot() {
      return Map.of(
          Ability.EMPTY,
          "the service wants one character at least",
          Ability.INTERRUPT,
          "the JDK's HTTP connection does not see an interrupt; it ends with its deadline");
    }

    @Override
    public void put(String name, byte[] value) {
      if (value.length == 0) {
        throw new UnsupportedOperationException("empty");
      }
      try {
        emulator.put(
            name,
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString());
      } catch (CharacterCodingException e) {
        emulator.put(name, value);
      }
    }

    @Override
    public void delete(String name) {
      emulator.delete(name);
    }
  }
}
