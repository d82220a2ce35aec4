package dev.keyturn.internal;

import dev.keyturn.spi.SecretStoreProvider;
import dev.keyturn.spi.StoreKind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The kinds of store that the class path offers, as far as the configuration has to know. A broken entry,
 * and a kind that is offered twice, is passed over: it is reported to who uses such a store.
 */
public final class OfferedKinds {
  /** A loader that fails without end must not hang us. */
  private static final int MAX_BROKEN = 1000;

  private final Map<String, Supplier<SecretStoreProvider>> providers = new HashMap<>();
  private final Set<String> twice = new HashSet<>();

  private OfferedKinds() {}

  /**
   * Looks around. Nothing is constructed.
   *
   * @param loader where to look
   * @return what is offered there
   */
  public static OfferedKinds in(ClassLoader loader) {
    OfferedKinds kinds = new OfferedKinds();
    Iterator<ServiceLoader.Provider<SecretStoreProvider>> all =
        ServiceLoader.load(SecretStoreProvider.class, loader).stream().iterator();
    int broken = 0;
    while (broken < MAX_BROKEN) {
      try {
        if (!all.hasNext()) {
          break;
        }
        kinds.add(all.next());
      } catch (ServiceConfigurationError | LinkageError e) {
        broken++;
      }
    }
    return kinds;
  }

  private void add(ServiceLoader.Provider<SecretStoreProvider> provider) {
    StoreKind kind = provider.type().getAnnotation(StoreKind.class);
    if (kind != null && providers.put(kind.value(), provider) != null) {
      twice.add(kind.value());
    }
  }

  /**
   * Tells whether a kind is offered.
   *
   * @param kind a kind of store
   * @return whether some provider has it
   */
  public boolean contains(String kind) {
    return providers.containsKey(kind);
  }

  /** {@return the kinds offered} */
  public Set<String> all() {
    return Set.copyOf(providers.keySet());
  }

  /**
   * Constructs the provider of a kind, and no other.
   *
   * @param kind a kind of store
   * @return a new provider; empty if not exactly one offers the kind, or it cannot be constructed
   */
  public Optional<SecretStoreProvider> provider(String kind) {
    Supplier<SecretStoreProvider> found = providers.get(kind);
    if (found == null || twice.contains(kind)) {
      return Optional.empty();
    }
    try {
      return Optional.of(found.get());
    } catch (ServiceConfigurationError | LinkageError e) {
      return Optional.empty();
    }
  }
}
