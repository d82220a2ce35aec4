package dev.keyturn;

import dev.keyturn.internal.Closest;
import dev.keyturn.internal.Harmless;
import dev.keyturn.internal.KnownKinds;
import dev.keyturn.internal.OfferedKinds;
import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.SecretRef;
import dev.keyturn.model.SecretsException;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads the references of a configuration, and interpolates the profile's name in them. */
final class References {
  private static final String PROFILE = "${profile}";

  private final @Nullable String profile;
  private final Set<String> names;
  private final Set<String> configuredStores;
  private final OfferedKinds offered;

  References(
      @Nullable String profile,
      Set<String> names,
      Set<String> configuredStores,
      OfferedKinds offered) {
    this.profile = profile;
    this.names = names;
    this.configuredStores = configuredStores;
    this.offered = offered;
  }

  /** Puts the profile's name in. */
  String interpolated(Setting setting) {
    if (!setting.value().contains(PROFILE)) {
      return setting.value();
    }
    if (profile == null) {
      throw setting.invalid("holds ${profile}, and no profile is set; set KEYTURN_PROFILE");
    }
    return setting.value().replace(PROFILE, profile);
  }

  boolean isName(String text) {
    return names.contains(text);
  }

  SecretRef parse(Setting setting) {
    String text = interpolated(setting);
    if (isName(text)) {
      throw invalid(setting, "points to another name; a name points to a reference");
    }
    int end = text.indexOf("://");
    if (end < 0) {
      throw invalid(setting, "takes a reference such as env://NAME or vault://kv/app#password");
    }
    checkStore(setting, text.substring(0, end));
    try {
      return SecretRef.parse(text);
    } catch (SecretsException e) {
      throw invalid(setting, "takes a reference, and this is none: " + e.getMessage());
    }
  }

  private void checkStore(Setting setting, String store) {
    boolean known = configuredStores.contains(store)
        || KnownKinds.isKnown(store)
        || offered.contains(store)
        || !KnownKeys.NAME.matcher(store).matches();
    if (!known) {
      Set<String> stores = new TreeSet<>(KnownKinds.all());
      stores.addAll(configuredStores);
      stores.addAll(offered.all());
      throw invalid(
          setting,
          "takes a reference, and no store is called "
              + (Harmless.isName(store) ? store : "so")
              + Closest.hint(store, stores));
    }
  }

  private static SecretsException invalid(Setting setting, String why) {
    return setting.failure(ErrorCode.INVALID_REFERENCE, why);
  }
}
