package dev.keyturn.internal;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.SecretRef;
import dev.keyturn.model.SecretsException;
import dev.keyturn.spi.SecretStore;
import dev.keyturn.spi.SecretStoreProvider;
import dev.keyturn.spi.StoreContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The stores by name: those configured, and one for each kind on the class path. */
final class StoreRegistry {
  private final Core core;
  private final Function<StoreSlot, StoreContext> context;
  private final Map<String, StoreSlot> slots = new ConcurrentHashMap<>();
  private volatile @Nullable OfferedKinds kinds;

  StoreRegistry(Core core, Function<StoreSlot, StoreContext> context) {
    this.core = core;
    this.context = context;
  }

  /**
   * The store of that name; not opened yet.
   *
   * @throws SecretsException INVALID_REFERENCE if there is none, INVALID_CONFIGURATION if its kind cannot
   *     be had or a key of it is unknown; both say what to do
   */
  StoreSlot slot(String name) {
    StoreSlot known = slots.get(name);
    return known != null ? known : make(name);
  }

  private synchronized StoreSlot make(String name) {
    StoreSlot made = slots.get(name);
    if (made == null) {
      StoreSettings settings = settings(name);
      SecretStoreProvider provider = settings.instance() == null ? provider(settings) : null;
      made = new StoreSlot(core, settings, provider, context);
      slots.put(name, made);
    }
    return made;
  }

  private StoreSettings settings(String name) {
    StoreSettings configured = core.settings.stores().get(name);
    if (configured != null) {
      return configured;
    }
    if (!kinds().contains(name)) {
      throw SecretsException.of(
          ErrorCode.INVALID_REFERENCE, null, "no store is named " + name + ": " + missing(name));
    }
    return StoreSettings.ofKind(name);
  }

  private SecretStoreProvider provider(StoreSettings store) {
    if (!kinds().contains(store.kind())) {
      throw SecretsException.of(
          ErrorCode.INVALID_CONFIGURATION,
          null,
          "store " + store.name() + " is of kind " + store.kind() + ": " + missing(store.kind()));
    }
    SecretStoreProvider provider = kinds().require(store.kind());
    StoreKeys.check(store, provider);
    return provider;
  }

  private String missing(String kind) {
    String next = KnownKinds.moduleOf(kind)
        .map(module -> "add " + module + " to the class path")
        .orElse("the class path offers " + String.join(", ", kinds().all()));
    return next + kinds().brokenEntries();
  }

  /** Looked up once, and not before somebody needs it. */
  private OfferedKinds kinds() {
    OfferedKinds found = kinds;
    if (found == null) {
      found = OfferedKinds.in(core.settings.classLoader());
      kinds = found;
    }
    return found;
  }

  Collection<StoreSlot> slots() {
    return slots.values();
  }

  // ---- status ---------------------------------------------------------------------------------

  <S> List<S> status(Engine.StatusFactory<S> factory) {
    return names().stream().map(name -> status(name, factory)).toList();
  }

  private Set<String> names() {
    Set<String> names = new TreeSet<>(core.settings.stores().keySet());
    names.addAll(kinds().all());
    return names;
  }

  /** Begins to open all stores; those that cannot even be made are left out, their status says why. */
  Map<String, CompletableFuture<Boolean>> tryOpenAll() {
    Map<String, CompletableFuture<Boolean>> opening = new TreeMap<>();
    for (String name : names()) {
      if (problem(name).isEmpty()) {
        opening.put(name, slot(name).tryOpen());
      }
    }
    return opening;
  }

  private <S> S status(String name, Engine.StatusFactory<S> factory) {
    StoreSettings settings = Optional.ofNullable(core.settings.stores().get(name))
        .orElseGet(() -> StoreSettings.ofKind(name));
    StoreSlot slot = slots.get(name);
    SecretStore open = slot == null ? null : slot.opened();
    return factory.of(
        name,
        settings.kind(),
        module(settings),
        open != null,
        open == null ? Map.of() : open.describe(),
        new TreeMap<>(settings.origins()),
        problem(name));
  }

  private Optional<String> module(StoreSettings settings) {
    if (settings.instance() != null) {
      return Optional.of(settings.instance().getClass().getName());
    }
    List<String> sources = kinds().sources(settings.kind());
    return sources.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", sources));
  }

  private Optional<String> problem(String name) {
    try {
      slot(name);
      return Optional.empty();
    } catch (SecretsException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  // ---- the end --------------------------------------------------------------------------------

  /** All stores that there are to close, each before those that its credentials come from. */
  List<StoreSlot> closingOrder() {
    // what the builder was handed is ours to close, read or not
    for (StoreSettings store : core.settings.stores().values()) {
      if (store.instance() != null) {
        slot(store.name());
      }
    }
    Set<String> order = new LinkedHashSet<>();
    slots.keySet().forEach(name -> visit(name, order, new LinkedHashSet<>()));
    List<StoreSlot> closing = new ArrayList<>();
    order.forEach(name -> closing.add(0, slots.get(name)));
    return closing;
  }

  private void visit(String name, Set<String> order, Set<String> path) {
    StoreSlot slot = slots.get(name);
    if (slot == null || order.contains(name) || !path.add(name)) {
      return;
    }
    credentialStores(slot).forEach(other -> visit(other, order, path));
    order.add(name);
  }

  private List<String> credentialStores(StoreSlot slot) {
    SecretStoreProvider provider = slot.provider();
    if (provider == null) {
      return List.of();
    }
    List<String> stores = new ArrayList<>();
    slot.settings().values().forEach((key, value) -> {
      if (StoreKeys.matches(provider.secretKeys(), key)) {
        stores.add(storeOf(value));
      }
    });
    return stores;
  }

  private String storeOf(String nameOrRef) {
    NamedSecret named = core.settings.names().get(nameOrRef);
    return named == null ? SecretRef.parse(nameOrRef).store() : named.ref().store();
  }
}
