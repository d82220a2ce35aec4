package dev.keyturn.internal;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.SecretsException;
import dev.keyturn.spi.SecretStoreProvider;
import dev.keyturn.spi.StoreKind;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;

/**
 * The kinds of store that the class path offers, as far as the configuration has to know. A broken entry,
 * and a kind that is offered twice, is passed over: it is reported to who uses such a store.
 */
public final class OfferedKinds {
  /** A loader that fails without end must not hang us. */
  private static final int MAX_BROKEN = 1000;

  private final Map<String, List<ServiceLoader.Provider<SecretStoreProvider>>> offers =
      new TreeMap<>();
  private final List<String> broken = new ArrayList<>();

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
    while (kinds.broken.size() < MAX_BROKEN) {
      try {
        if (!all.hasNext()) {
          break;
        }
        kinds.add(all.next());
      } catch (ServiceConfigurationError | LinkageError e) {
        kinds.broken.add(String.valueOf(e.getMessage())); // class names and places, nothing else
      }
    }
    return kinds;
  }

  private void add(ServiceLoader.Provider<SecretStoreProvider> provider) {
    StoreKind kind = provider.type().getAnnotation(StoreKind.class);
    if (kind != null) {
      List<ServiceLoader.Provider<SecretStoreProvider>> same =
          offers.computeIfAbsent(kind.value(), key -> new ArrayList<>());
      if (!holds(same, provider.type())) {
        same.add(provider);
      }
    }
  }

  private static boolean holds(
      List<ServiceLoader.Provider<SecretStoreProvider>> providers, Class<?> type) {
    for (ServiceLoader.Provider<SecretStoreProvider> provider : providers) {
      if (provider.type() == type) {
        return true;
      }
    }
    return false;
  }

  /**
   * Tells whether a kind is offered.
   *
   * @param kind a kind of store
   * @return whether some provider has it
   */
  public boolean contains(String kind) {
    return offers.containsKey(kind);
  }

  /** {@return the kinds offered} */
  public Set<String> all() {
    return Collections.unmodifiableSet(offers.keySet());
  }

  /**
   * Constructs the provider of a kind, and no other.
   *
   * @param kind a kind of store
   * @return a new provider; empty if not exactly one offers the kind, or it cannot be constructed
   */
  public Optional<SecretStoreProvider> provider(String kind) {
    try {
      return contains(kind) ? Optional.of(require(kind)) : Optional.empty();
    } catch (SecretsException e) {
      return Optional.empty();
    }
  }

  /** Constructs the provider of a kind that is offered; says why where it cannot. */
  SecretStoreProvider require(String kind) {
    List<ServiceLoader.Provider<SecretStoreProvider>> same = offers.getOrDefault(kind, List.of());
    if (same.size() != 1) {
      throw invalid("two providers of kind " + kind + ", take one away: "
          + String.join(" and ", sources(kind)));
    }
    try {
      return same.get(0).get();
    } catch (ServiceConfigurationError | LinkageError e) {
      String name = same.get(0).type().getName();
      throw invalid("the provider of kind " + kind + " cannot be constructed: " + name);
    }
  }

  /** Where the providers of a kind come from: each class and its jar. */
  List<String> sources(String kind) {
    return offers.getOrDefault(kind, List.of()).stream()
        .map(offer -> offer.type().getName() + " in " + place(offer.type()))
        .toList();
  }

  private static String place(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    if (source == null || source.getLocation() == null) {
      return type.getModule().toString();
    }
    return source.getLocation().getPath();
  }

  /** What is wrong with the services entries, for who asks for a kind that nobody offers. */
  String brokenEntries() {
    return broken.isEmpty() ? "" : "; broken services entries: " + String.join(", ", broken);
  }

  private static SecretsException invalid(String message) {
    return SecretsException.of(ErrorCode.INVALID_CONFIGURATION, null, message);
  }
}
