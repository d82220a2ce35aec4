package dev.keyturn.internal.stores;

import dev.keyturn.model.Secret;
import dev.keyturn.model.SecretRef;
import dev.keyturn.spi.IdTokenSource;
import dev.keyturn.spi.SecretStore;
import dev.keyturn.spi.SecretStoreProvider;
import dev.keyturn.spi.StoreContext;
import dev.keyturn.spi.StoreException;
import dev.keyturn.spi.TimeSource;
import java.net.ProxySelector;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Collectors;
import javax.net.ssl.X509TrustManager;

/** The surroundings of one store: its settings, an environment, and a note of what it says changed. */
final class TestContext implements StoreContext {
  static final Duration TIMEOUT = Duration.ofSeconds(10);

  final BlockingQueue<SecretRef> changed = new LinkedBlockingQueue<>();
  private final SystemTime time = new SystemTime();
  private final String name;
  private final Map<String, String> config = new HashMap<>();
  private final Map<String, String> environment = new HashMap<>();

  private TestContext(String name) {
    this.name = name;
  }

  static TestContext named(String name) {
    return new TestContext(name);
  }

  /** A file store with these roots. */
  static TestContext withRoots(Path... roots) {
    return named("file")
        .with("roots", Arrays.stream(roots).map(Path::toString).collect(Collectors.joining(", ")));
  }

  TestContext with(String key, String value) {
    config.put(key, value);
    return this;
  }

  TestContext withVariable(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  /** Sets the clock ahead, as if what is on disk had been there for so long. */
  TestContext later(Duration ahead) {
    time.ahead = ahead;
    return this;
  }

  SecretStore open(SecretStoreProvider provider) {
    try {
      return provider.open(this);
    } catch (StoreException e) {
      throw new AssertionError("the store could not be opened", e);
    }
  }

  /** Checks, then fetches, as the engine does. */
  static Secret fetch(SecretStoreProvider provider, SecretStore store, String text)
      throws StoreException, InterruptedException {
    SecretRef ref = SecretRef.parse(text);
    provider.check(ref);
    return Secret.of(ref.withoutField(), store.fetch(ref, TIMEOUT), Instant.now());
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Optional<String> config(String key) {
    return Optional.ofNullable(config.get(key));
  }

  @Override
  public Map<String, String> configs(String prefix) {
    return Map.of();
  }

  @Override
  public Optional<Secret> secret(String key) {
    return Optional.empty();
  }

  @Override
  public URI address(String what, String text) {
    return URI.create(text);
  }

  @Override
  public ProxySelector proxies() {
    throw new AssertionError("these stores use no network");
  }

  @Override
  public Optional<X509TrustManager> trust() {
    throw new AssertionError("these stores use no network");
  }

  @Override
  public X509TrustManager trust(String what, String file) {
    throw new AssertionError("these stores use no network");
  }

  @Override
  public StoreException unreached(URI address, Throwable failure) {
    throw new AssertionError("these stores use no network");
  }

  @Override
  public Map<String, String> environment() {
    return environment;
  }

  @Override
  public TimeSource time() {
    return time;
  }

  @Override
  public Optional<IdTokenSource> idTokens() {
    return Optional.empty();
  }

  @Override
  public void changed(SecretRef ref) {
    changed.add(ref);
  }

  @Override
  public void changed() {
    throw new AssertionError("these stores know which secret changed");
  }
}
