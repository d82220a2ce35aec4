package dev.keyturn;

import dev.keyturn.internal.KnownKinds;
import dev.keyturn.internal.OfferedKinds;
import dev.keyturn.internal.StoreKeys;
import dev.keyturn.internal.StoreSettings;
import dev.keyturn.spi.SecretStore;
import dev.keyturn.spi.SecretStoreProvider;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the settings of the stores, {@code store.NAME.KEY}. */
final class StoresReader {
  /** {@code store.aws.KEY} stands for both. */
  static final String SIBLINGS = "aws";

  private static final List<String> AWS = List.of("aws-sm", "aws-ssm");

  private final OfferedKinds offered;
  private final Map<String, StoreDraft> drafts = new LinkedHashMap<>();
  private final Map<String, Optional<SecretStoreProvider>> providers = new HashMap<>();

  StoresReader(List<Layer> layers, Map<String, SecretStore> instances, OfferedKinds offered) {
    this.offered = offered;
    for (Layer layer : layers) {
      if (layer.rank() == Layer.Rank.BUILDER) {
        instances.forEach((name, instance) -> draft(name).become(instance));
      }
      add(layer);
    }
  }

  private void add(Layer layer) {
    Map<String, Map<String, Setting>> byStore = new LinkedHashMap<>();
    for (Setting setting : layer.settings().values()) {
      KnownKeys.named(KnownKeys.STORE, setting.key())
          .ifPresent(key -> byStore
              .computeIfAbsent(key.name(), name -> new LinkedHashMap<>())
              .put(key.ending(), setting));
    }
    Map<String, Setting> siblings = byStore.remove(SIBLINGS);
    if (siblings != null) {
      AWS.forEach(name -> byStore.computeIfAbsent(name, same -> new LinkedHashMap<>()));
    }
    byStore.forEach((name, specific) -> draft(name).add(shared(name, siblings), specific));
  }

  private static Map<String, Setting> shared(String name, @Nullable Map<String, Setting> siblings) {
    if (siblings == null || !AWS.contains(name)) {
      return Map.of();
    }
    Map<String, Setting> shared = new LinkedHashMap<>();
    siblings.forEach(
        (key, setting) -> shared.put(key, setting.as(KnownKeys.STORE + name + "." + key)));
    return shared;
  }

  private StoreDraft draft(String name) {
    return drafts.computeIfAbsent(
        name,
        same -> new StoreDraft(same, kind -> KnownKinds.isKnown(kind) || offered.contains(kind)));
  }

  /** {@return the configured stores' names} */
  Set<String> names() {
    return drafts.keySet();
  }

  /** Refuses the keys that a store's kind does not know, if somebody offers the kind. */
  void checkKeys() {
    for (StoreDraft draft : drafts.values()) {
      Map<String, Setting> own = draft.ownSettings();
      if (draft.isInstance()) {
        draft.settings().forEach(StoresReader::refuseKeyOfObject);
      } else if (!own.isEmpty()) {
        provider(draft).ifPresent(provider -> StoreKeys.check(draft.unread(), provider));
      }
    }
  }

  private static void refuseKeyOfObject(String key, Setting setting) {
    if (key.equals("provider") || !StoreKeys.OF_ALL.contains(key)) {
      throw setting.invalid("does not apply: the builder was given this store as an object");
    }
  }

  private Optional<SecretStoreProvider> provider(StoreDraft draft) {
    return providers.computeIfAbsent(draft.kind(), offered::provider);
  }

  /** Reads all values; the secret ones with the help of who knows names and references. */
  Map<String, StoreSettings> read(StoreSecrets secrets) {
    Map<String, StoreSettings> stores = new LinkedHashMap<>();
    drafts.forEach(
        (name, draft) -> stores.put(name, draft.read(secretValues(name, draft, secrets))));
    secrets.checkCycles();
    return stores;
  }

  private Map<String, String> secretValues(String name, StoreDraft draft, StoreSecrets secrets) {
    Setting kind = draft.settings().get("provider");
    if (kind != null && !KnownKeys.NAME.matcher(kind.value()).matches()) {
      throw kind.invalid("takes a kind of store such as " + String.join(", ", KnownKinds.all()));
    }
    Map<String, Setting> own = draft.ownSettings();
    Map<String, String> values = new HashMap<>();
    if (own.isEmpty() || draft.isInstance()) {
      return values;
    }
    provider(draft)
        .map(SecretStoreProvider::secretKeys)
        .ifPresent(keys -> own.forEach((key, setting) -> {
          if (StoreKeys.matches(keys, key)) {
            values.put(key, secrets.checked(name, setting));
          }
        }));
    return values;
  }
}
