package dev.keyturn.interop.aws;

import dev.keyturn.testkit.SecretStoreContract;
import dev.keyturn.testkit.StoreHarness;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** The contract of every store, for {@code aws-ssm}, on moto. */
class ParameterStoreOnMotoTest extends SecretStoreContract {
  @Override
  protected StoreHarness harness() throws IOException {
    return new Harness();
  }

  private static final class Harness extends MotoHarness {
    private static final int LIMIT = 8192;

    private Harness() throws IOException {
      super("aws-ssm");
    }

    @Override
    public List<String> nonsense() {
      return List.of(
          "aws-ssm://with%20blank",
          "aws-ssm://a:b",
          "aws-ssm://x?version=0",
          "aws-ssm://app/?version=1",
          "aws-ssm://arn:aws:secretsmanager:us-east-1:123456789012:secret:x");
    }

    @Override
    public Map<Ability, String> cannot() {
      return Map.of(
          Ability.EMPTY, "the service wants one character at least",
          Ability.LARGE, "an advanced parameter ends at 8 KiB",
          Ability.BINARY, "a parameter is text",
          Ability.DENY, NO_DENIAL,
          Ability.INTERRUPT, NO_INTERRUPT);
    }

    @Override
    public void put(String name, byte[] value) {
      if (value.length == 0 || value.length > LIMIT) {
        throw new UnsupportedOperationException("too short or too long");
      }
      String text = text(value).orElseThrow(() -> new UnsupportedOperationException("no text"));
      moto.putParameter(name, "SecureString", text);
    }

    @Override
    public void delete(String name) {
      moto.call("AmazonSSM.DeleteParameter", Map.of("Name", name));
    }
  }
}
