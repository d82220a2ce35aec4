package dev.keyturn.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.keyturn.model.SecretRef;
import dev.keyturn.spi.SecretStoreProvider;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

class EnvContractTest extends SecretStoreContract {
  @Override
  protected StoreHarness harness() {
    return new EnvHarness();
  }

  private static final class EnvHarness implements StoreHarness {
    private final Map<String, String> variables = new ConcurrentHashMap<>();

    @Override
    public SecretStoreProvider provider() {
      return Providers.ofKind("env");
    }

    @Override
    public List<String> nonsense() {
      return List.of("env://A/B", "env:///A", "env://A/", "env://A?version=1");
    }

    @Override
    public SecretRef ref(String name) {
      return SecretRef.parse("env://" + variable(name));
    }

    private static String variable(String name) {
      return name.replace('-', '_');
    }

    @Override
    public Map<String, String> environment() {
      return variables;
    }

    @Override
    public void put(String name, byte[] value) {
      try {
        String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString();
        if (text.indexOf('\0') >= 0) {
          throw new UnsupportedOperationException();
        }
        variables.put(variable(name), text);
      } catch (CharacterCodingException e) {
        throw new UnsupportedOperationException(e);
      }
    }

    @Override
    public void delete(String name) {
      variables.remove(variable(name));
    }

    @Override
    public Map<Ability, String> cannot() {
      Map<Ability, String> reasons = new EnumMap<>(Ability.class);
      reasons.put(Ability.VERSIONS, "a variable has one value");
      reasons.put(Ability.NUL, "a variable ends at the first NUL");
      reasons.put(Ability.BINARY, "Java reads variables as text");
      reasons.put(Ability.DENY, "a process may read its own variables");
      reasons.put(Ability.OUTAGE, "there is no service");
      reasons.put(Ability.BLACK_HOLE, "there is no service");
      return reasons;
    }
  }
}
