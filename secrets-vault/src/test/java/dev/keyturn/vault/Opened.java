package dev.keyturn.vault;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keyturn.model.Secret;
import dev.keyturn.model.SecretRef;
import dev.keyturn.model.StoredSecret;
import dev.keyturn.spi.LeasingStore;
import dev.keyturn.spi.SecretStoreProvider;
import dev.keyturn.spi.StoreException;
import dev.keyturn.testkit.StoreHarness;
import dev.keyturn.testkit.VaultEmulator;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A store that is asked directly, so that a test sees each single call. */
final class Opened implements AutoCloseable {
  static final Duration TIMEOUT = Duration.ofSeconds(5);

  final LeasingStore store;

  private Opened(LeasingStore store) {
    this.store = store;
  }

  /** With the root token, and what is said besides. */
  static Opened of(VaultEmulator emulator, Map<String, String> more) throws StoreException {
    Map<String, String> settings = new HashMap<>(
        Map.of("address", emulator.endpoint().toString(), "token", emulator.rootToken()));
    settings.putAll(more);
    return open(settings, Map.of());
  }

  static Opened open(Map<String, String> settings, Map<String, String> environment)
      throws StoreException {
    Surroundings surroundings = new Surroundings(new VaultProvider(), environment);
    return new Opened((LeasingStore) surroundings.provider().open(surroundings.context(settings)));
  }

  /** Why it cannot be opened. */
  static StoreException refusal(Map<String, String> settings, Map<String, String> environment) {
    return catchThrowableOfType(
        StoreException.class, () -> open(settings, environment).close());
  }

  StoredSecret fetch(String ref) throws StoreException, InterruptedException {
    return store.fetch(SecretRef.parse(ref), TIMEOUT);
  }

  String text(String ref) throws StoreException, InterruptedException {
    return secret(ref).reveal();
  }

  Secret secret(String ref) throws StoreException, InterruptedException {
    return Secret.of(SecretRef.parse(ref), fetch(ref), Instant.EPOCH);
  }

  StoreException failure(String ref) {
    return failure(ref, TIMEOUT);
  }

  StoreException failure(String ref, Duration timeout) {
    return catchThrowableOfType(
        StoreException.class, () -> store.fetch(SecretRef.parse(ref), timeout));
  }

  @Override
  public void close() {
    store.close();
  }

  private record Surroundings(SecretStoreProvider provider, Map<String, String> environment)
      implements StoreHarness {
    @Override
    public SecretRef ref(String name) {
      return SecretRef.parse("vault://secret/" + name);
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
