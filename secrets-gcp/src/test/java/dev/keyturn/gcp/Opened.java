package dev.keyturn.gcp;

import dev.keyturn.model.Secret;
import dev.keyturn.model.SecretRef;
import dev.keyturn.model.StoredSecret;
import dev.keyturn.spi.SecretStore;
import dev.keyturn.spi.SecretStoreProvider;
import dev.keyturn.spi.StoreContext;
import dev.keyturn.spi.StoreException;
import dev.keyturn.testkit.GcpSecretManagerEmulator;
import dev.keyturn.testkit.StoreHarness;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;

/** A store that is asked directly, so that a test sees each single call. */
final class Opened implements AutoCloseable {
  static final Duration TIMEOUT = Duration.ofSeconds(10);

  final SecretStore store;

  private Opened(SecretStore store) {
    this.store = store;
  }

  /** What leads a store to an emulator, without a login. */
  static Map<String, String> settings(GcpSecretManagerEmulator emulator) {
    return Map.of(
        "project", emulator.project(),
        "endpoint", emulator.endpoint().toString(),
        "auth", "none");
  }

  static Opened at(GcpSecretManagerEmulator emulator) throws StoreException {
    return at(emulator, Map.of());
  }

  static Opened at(GcpSecretManagerEmulator emulator, Map<String, String> more)
      throws StoreException {
    Map<String, String> settings = new HashMap<>(settings(emulator));
    settings.putAll(more);
    return open(settings, Map.of());
  }

  static Opened open(Map<String, String> settings, Map<String, String> environment)
      throws StoreException {
    return new Opened(new GcpSecretManagerProvider().open(context(settings, environment)));
  }

  static StoreContext context(Map<String, String> settings, Map<String, String> environment) {
    return new Surroundings(environment).context(settings);
  }

  StoredSecret fetch(String ref) throws StoreException, InterruptedException {
    return store.fetch(SecretRef.parse(ref), TIMEOUT);
  }

  String text(String ref) throws StoreException, InterruptedException {
    return Secret.of(SecretRef.parse("any://any"), fetch(ref), Instant.EPOCH).reveal();
  }

  StoreException failure(String ref) {
    return failure(ref, TIMEOUT);
  }

  StoreException failure(String ref, Duration timeout) {
    return Assertions.catchThrowableOfType(
        StoreException.class, () -> store.fetch(SecretRef.parse(ref), timeout));
  }

  @Override
  public void close() {
    store.close();
  }

  private record Surroundings(Map<String, String> environment) implements StoreHarness {
    @Override
    public SecretStoreProvider provider() {
      return new GcpSecretManagerProvider();
    }

    @Override
    public List<String> nonsense() {
      return List.of();
    }

    @Override
    public void put(String name, byte[] value) {
      throw new UnsupportedOperationException();
    }
  }
}
