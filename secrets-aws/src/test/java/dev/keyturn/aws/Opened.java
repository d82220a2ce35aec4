package dev.keyturn.aws;

import dev.keyturn.model.Secret;
import dev.keyturn.model.SecretRef;
import dev.keyturn.model.StoredSecret;
import dev.keyturn.spi.BatchStore;
import dev.keyturn.spi.SecretStoreProvider;
import dev.keyturn.spi.StoreContext;
import dev.keyturn.spi.StoreException;
import dev.keyturn.testkit.AwsEmulator;
import dev.keyturn.testkit.StoreHarness;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;

/** A store that is asked directly, so that a test sees each single call. */
final class Opened implements AutoCloseable {
  static final Duration TIMEOUT = Duration.ofSeconds(5);

  final BatchStore store;

  private Opened(BatchStore store) {
    this.store = store;
  }

  static Opened secretsManager(AwsEmulator emulator) throws StoreException {
    return secretsManager(emulator, Map.of());
  }

  static Opened secretsManager(AwsEmulator emulator, Map<String, String> more)
      throws StoreException {
    return open(new AwsSecretsManagerProvider(), with(emulator, more), Map.of());
  }

  static Opened parameterStore(AwsEmulator emulator) throws StoreException {
    return parameterStore(emulator, Map.of());
  }

  static Opened parameterStore(AwsEmulator emulator, Map<String, String> more)
      throws StoreException {
    return open(new AwsParameterStoreProvider(), with(emulator, more), Map.of());
  }

  static Opened open(
      SecretStoreProvider provider, Map<String, String> settings, Map<String, String> environment)
      throws StoreException {
    return new Opened((BatchStore) provider.open(context(provider, settings, environment)));
  }

  static StoreContext context(
      SecretStoreProvider provider, Map<String, String> settings, Map<String, String> environment) {
    return new Surroundings(provider, environment).context(settings);
  }

  private static Map<String, String> with(AwsEmulator emulator, Map<String, String> more) {
    Map<String, String> settings = new HashMap<>(AwsHarness.settings(emulator.endpoint()));
    settings.putAll(more);
    return settings;
  }

  StoredSecret fetch(String ref) throws StoreException, InterruptedException {
    return store.fetch(SecretRef.parse(ref), TIMEOUT);
  }

  String text(String ref) throws StoreException, InterruptedException {
    return text(fetch(ref));
  }

  static String text(StoredSecret stored) {
    return secret(stored).reveal();
  }

  static Secret secret(StoredSecret stored) {
    return Secret.of(SecretRef.parse("any://any"), stored, Instant.EPOCH);
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

  private record Surroundings(SecretStoreProvider provider, Map<String, String> environment)
      implements StoreHarness {
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
