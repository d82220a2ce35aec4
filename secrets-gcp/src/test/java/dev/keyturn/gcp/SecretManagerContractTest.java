package dev.keyturn.gcp;

import dev.keyturn.spi.SecretStore;
import dev.keyturn.spi.SecretStoreProvider;
import dev.keyturn.spi.StoreException;
import dev.keyturn.testkit.Controls;
import dev.keyturn.testkit.GcpSecretManagerEmulator;
import dev.keyturn.testkit.SecretStoreContract;
import dev.keyturn.testkit.StoreHarness;
import java.util.List;
import java.util.Map;

class SecretManagerContractTest extends SecretStoreContract {
  @Override
  protected StoreHarness harness() {
    return new Harness();
  }

  private static final class Harness implements StoreHarness {
    private static final String READ = "AccessSecretVersion";

    private final GcpSecretManagerEmulator emulator = GcpSecretManagerEmulator.start();
    private int callsBeforeHang;

    @Override
    public SecretStoreProvider provider() {
      return new GcpSecretManagerProvider();
    }

    @Override
    public List<String> nonsense() {
      return List.of(
          "gcp-sm:///rooted",
          "gcp-sm://tree/",
          "gcp-sm://a/b",
          "gcp-sm://with%20blank",
          "gcp-sm://dotted.name",
          "gcp-sm://" + "x".repeat(256),
          "gcp-sm://projects/p/secrets/s/versions/1",
          "gcp-sm://projects/Not%20A%20Project/secrets/s",
          "gcp-sm://x?version=0",
          "gcp-sm://x?version=01",
          "gcp-sm://x?version=-1",
          "gcp-sm://x?version=two%20words",
          "gcp-sm://x?version=a/b");
    }

    @Override
    public Map<Ability, String> cannot() {
      return Map.of(Ability.EMPTY, "the service wants one byte at least");
    }

    @Override
    public SecretStore open() throws StoreException {
      return provider().open(context(Opened.settings(emulator)));
    }

    @Override
    public void put(String name, byte[] value) {
      if (value.length == 0) {
        throw new UnsupportedOperationException("empty");
      }
      emulator.put(name, value);
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
