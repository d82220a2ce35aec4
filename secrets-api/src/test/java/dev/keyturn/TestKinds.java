package dev.keyturn;

import dev.keyturn.spi.SecretStore;
import dev.keyturn.spi.SecretStoreProvider;
import dev.keyturn.spi.StoreContext;
import dev.keyturn.spi.StoreKind;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/** Providers for the tests of the configuration, and a class path that offers them. */
final class TestKinds {
  private static final String SERVICES = "META-INF/services/" + SecretStoreProvider.class.getName();

  private TestKinds() {}

  /** A class path below a directory: what the tests see, and these providers besides. */
  static URLClassLoader offering(Path directory, Class<?>... providers) throws IOException {
    Path services = directory.resolve(SERVICES);
    Files.createDirectories(services.getParent());
    StringBuilder text = new StringBuilder();
    for (Class<?> provider : providers) {
      text.append(provider.getName()).append('\n');
    }
    Files.writeString(services, text);
    return over(directory);
  }

  /** A class path of directories, and what the tests see. */
  static URLClassLoader over(Path... directories) throws IOException {
    URL[] urls = new URL[directories.length];
    for (int i = 0; i < urls.length; i++) {
      urls[i] = directories[i].toUri().toURL();
    }
    return new URLClassLoader(urls, TestKinds.class.getClassLoader());
  }

  /** A store that wants an address and a token. */
  @StoreKind("vault")
  public static final class Vault extends Kind {
    /** For the service loader. */
    public Vault() {
      super(Set.of("address", "auth", "token", "role", "kv-version.*"), Set.of("token"));
    }
  }

  /** One of two siblings. */
  @StoreKind("aws-sm")
  public static final class SecretsManager extends Kind {
    /** For the service loader. */
    public SecretsManager() {
      super(Set.of("region", "endpoint", "accounts", "id-token"), Set.of("id-token"));
    }
  }

  /** The other sibling. */
  @StoreKind("aws-ssm")
  public static final class ParameterStore extends Kind {
    /** For the service loader. */
    public ParameterStore() {
      super(Set.of("region", "endpoint", "accounts", "id-token"), Set.of("id-token"));
    }
  }

  /** A kind that is not one of ours. */
  @StoreKind("safe")
  public static final class Safe extends Kind {
    /** For the service loader. */
    public Safe() {
      super(Set.of("door", "code"), Set.of("code"));
    }
  }

  /** Must not be constructed. */
  @StoreKind("unlucky")
  public static final class Unlucky extends Kind {
    /** For the service loader. */
    public Unlucky() {
      super(Set.of(), Set.of());
      throw new IllegalStateException("constructed");
    }
  }

  /** What all have in common. */
  abstract static class Kind implements SecretStoreProvider {
    private final Set<String> keys;
    private final Set<String> secretKeys;

    Kind(Set<String> keys, Set<String> secretKeys) {
      this.keys = keys;
      this.secretKeys = secretKeys;
    }

    @Override
    public Set<String> keys() {
      return keys;
    }

    @Override
    public Set<String> secretKeys() {
      return secretKeys;
    }

    @Override
    public SecretStore open(StoreContext context) {
      throw new AssertionError("reading a configuration opens no store");
    }
  }
}
