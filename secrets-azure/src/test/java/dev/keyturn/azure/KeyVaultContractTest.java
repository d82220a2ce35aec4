package dev.keyturn.azure;

import dev.keyturn.spi.SecretStore;
import dev.keyturn.spi.SecretStoreProvider;
import dev.keyturn.spi.StoreException;
import dev.keyturn.testkit.AzureKeyVaultEmulator;
import dev.keyturn.testkit.Controls;
import dev.keyturn.testkit.SecretStoreContract;
import dev.keyturn.testkit.StoreHarness;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

class KeyVaultContractTest extends SecretStoreContract {
  @Override
  protected StoreHarness harness() {
    return new Harness();
  }

  private static final class Harness implements StoreHarness {
    private static final String READ = "GetSecret";
    private static final int MOST = 25 * 1024;

    private final AzureKeyVaultEmulator emulator = AzureKeyVaultEmulator.start();
    private int callsBeforeHang;

    @Override
    public SecretStoreProvider provider() {
      return new AzureKeyVaultProvider();
    }

    @Override
    public List<String> nonsense() {
      return List.of(
          "azure-kv://a/b",
          "azure-kv://a/",
          "azure-kv:///a",
          "azure-kv://under_score",
          "azure-kv://d.ot",
          "azure-kv://" + "x".repeat(128),
          "azure-kv://a?version=1",
          "azure-kv://a?version=0123456789abcdef0123456789abcdeg");
    }

    @Override
    public Map<Ability, String> cannot() {
      return Map.of(
          Ability.BINARY, "a value is a JSON string",
          Ability.LARGE, "a value has at most 25 KB");
    }

    @Override
    public String unknownVersion() {
      return "0123456789abcdef0123456789abcdef";
    }

    @Override
    public SecretStore open() throws StoreException {
      return provider().open(context(Opened.settings(emulator)));
    }

    @Override
    public void put(String name, byte[] value) {
      try {
        String text =
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString();
        if (text.length() > MOST) {
          throw new UnsupportedOperationException("too long");
        }
        emulator.put(name, text);
      } catch (CharacterCodingException e) {
        throw new UnsupportedOperationException("no text", e);
      }
    }

    @Override
    public void delete(String name) {
      emulator.delete(name);
    }

    @Override
    public void deny(String name) {
      emulator.controls().deny(name);
    }

    @Override
    public void breakDown() {
      emulator.controls().goDown();
    }

    @Override
    public void hang() {
      callsBeforeHang = emulator.controls().calls(READ);
      emulator.controls().blackHole(Controls.ALWAYS);
    }

    @Override
    public void awaitHanging() throws InterruptedException {
      emulator.controls().awaitCalls(READ, callsBeforeHang + 1);
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
