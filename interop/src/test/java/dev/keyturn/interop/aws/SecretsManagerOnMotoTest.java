package dev.keyturn.interop.aws;

import dev.keyturn.testkit.SecretStoreContract;
import dev.keyturn.testkit.StoreHarness;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The contract of every store, for {@code aws-sm}, on moto. */
class SecretsManagerOnMotoTest extends SecretStoreContract {
  @Override
  protected StoreHarness harness() throws IOException {
    return new Harness();
  }

  private static final class Harness extends MotoHarness {
    private Harness() throws IOException {
      super("aws-sm");
    }

    @Override
    public List<String> nonsense() {
      return List.of(
          "aws-sm://prod/",
          "aws-sm://with%20blank",
          "aws-sm://a:b",
          "aws-sm://arn:aws:ssm:us-east-1:123456789012:parameter/x",
          "aws-sm://x?version=two%20words");
    }

    @Override
    public Map<Ability, String> cannot() {
      return Map.of(
          Ability.EMPTY, "the service wants one character at least",
          Ability.DENY, NO_DENIAL,
          Ability.INTERRUPT, NO_INTERRUPT);
    }

    @Override
    public void put(String name, byte[] value) {
      if (value.length == 0) {
        throw new UnsupportedOperationException("empty");
      }
      Optional<String> text = text(value);
      if (text.isPresent()) {
        moto.putSecret(name, text.get());
      } else {
        moto.putSecret(name, value);
      }
    }

    @Override
    public void delete(String name) {
      moto.call("secretsmanager.DeleteSecret", Map.of("SecretId", name));
    }
  }
}
