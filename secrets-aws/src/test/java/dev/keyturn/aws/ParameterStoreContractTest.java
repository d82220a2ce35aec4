package dev.keyturn.aws;

import dev.keyturn.spi.SecretStoreProvider;
import dev.keyturn.testkit.SecretStoreContract;
import dev.keyturn.testkit.StoreHarness;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

class ParameterStoreContractTest extends SecretStoreContract {
  @Override
  protected StoreHarness harness() {
    return new Harness();
  }

  private static final class Harness extends AwsHarness {
    private static final int LIMIT = 8192;

    private Harness() {
      super("GetParameter");
    }

    @Override
    public SecretStoreProvider provider() {
      return new AwsParameterStoreProvider();
    }

    @Override
    public List<String> nonsense() {
      return List.of(
          "aws-ssm://with%20blank",
          "aws-ssm://a:b",
          "aws-ssm://x?version=0",
          "aws-ssm://x?version=two%20words",
          "aws-ssm://app/?version=1",
          "aws-ssm://arn:aws:secretsmanager:us-east-1:123456789012:secret:x");
    }

    @Override
    public Map<Ability, String> cannot() {
      return Map.of(
          Ability.EMPTY,
          "the service wants one character at least",
          Ability.LARGE,
          "an advanced parameter ends at 8 KiB",
          Ability.BINARY,
          "a parameter is text",
          Ability.INTERRUPT,
          "the JDK's HTTP connection does not see an interrupt; it ends with its deadline");
    }

    @Override
    public void put(String name, byte[] value) {
      if (value.length == 0 || value.length > LIMIT) {
        throw new UnsupportedOperationException("too short or too long");
      }
      try {
        emulator.putSecureString(
            name,
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString());
      } catch (CharacterCodingException e) {
        throw new UnsupportedOperationException("no text", e);
      }
    }

    @Override
    public void delete(String name) {
      emulator.deleteParameter(name);
    }
  }
}
