package dev.keyturn.vault;

import dev.keyturn.model.SecretRef;
import dev.keyturn.spi.SecretStore;
import dev.keyturn.spi.SecretStoreProvider;
import dev.keyturn.spi.StoreException;
import dev.keyturn.testkit.Controls;
import dev.keyturn.testkit.SecretStoreContract;
import dev.keyturn.testkit.StoreHarness;
import dev.keyturn.testkit.VaultEmulator;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

class VaultContractTest extends SecretStoreContract {
  @Override
  protected StoreHarness harness() {
    return new Harness();
  }

  private static final class Harness implements StoreHarness {
    private final VaultEmulator emulator = VaultEmulator.start();
    private int callsBeforeHang;

    @Override
    public SecretStoreProvider provider() {
      return new VaultProvider();
    }

    @Override
    public List<String> nonsense() {
      return List.of(
          "vault://alone",
          "vault:///kv/rooted",
          "vault://kv/tree/",
          "vault://sys/mounts",
          "vault://auth/token/lookup-self",
          "vault://kv/app?version=0",
          "vault://kv/app?version=latest");
    }

    @Override
    public Map<Ability, String> cannot() {
      return Map.of(Ability.BINARY, "Vault holds JSON, whose strings are text");
    }

    @Override
    public SecretRef ref(String name) {
      return SecretRef.parse("vault://secret/" + name + "#value");
    }

    @Override
    public SecretStore open() throws StoreException {
      return provider()
          .open(context(
              Map.of("address", emulator.endpoint().toString(), "token", emulator.rootToken())));
    }

    @Override
    public void put(String name, byte[] value) {
      try {
        String text =
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString();
        emulator.put("secret/" + name, Map.of("value", text));
      } catch (CharacterCodingException e) {
        throw new UnsupportedOperationException("no text", e);
      }
    }

    @Override
    public void delete(String name) {
      emulator.delete("secret/data/" + name);
    }

    @Override
    public void deny(String name) {
      emulator.controls().deny("secret/" + name);
    }

    @Override
    public void breakDown() {
      emulator.controls().goDown();
    }

    @Override
    public void hang() {
      callsBeforeHang = emulator.controls().calls("read");
      emulator.controls().blackHole(Controls.ALWAYS);
    }

    @Override
    public void awaitHanging() throws InterruptedException {
      emulator.controls().awaitCalls("read", callsBeforeHang + 1);
    }

    @Override
    public void recover() {
      emulator.controls().comeBack().heal();
    }

    @Override
    public void close() {
      emulator.close();
    }
  }
}
