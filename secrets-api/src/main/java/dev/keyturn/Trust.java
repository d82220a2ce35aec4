package dev.keyturn;

/**
 * What a file may say that nobody named: it may have come with a stranger's checkout, and must not decide
 * where we connect to, as whom, or what is allowed.
 */
final class Trust {
  private Trust() {}

  static void check(Layer layer) {
    if (layer.trusted()) {
      return;
    }
    for (Setting setting : layer.settings().values()) {
      if (!setting.key().startsWith(KnownKeys.SECRET) && !setting.key().startsWith("cache.")) {
        throw setting.invalid(
            "is not taken from a file that was found in the working directory, which may hold"
                + " secret.* and cache.* only; name the file in "
                + ConfigLookup.VARIABLE
                + " if you trust whoever may change it");
      }
    }
  }
}
