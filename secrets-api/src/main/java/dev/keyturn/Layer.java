package dev.keyturn;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Settings that were said together. A later layer wins over the ones before it.
 *
 * @param rank what the layer is
 * @param label the file's name, for people
 * @param trusted whether whoever may change it may also say where we connect to
 * @param settings by key, in the order given
 */
record Layer(Rank rank, String label, boolean trusted, Map<String, Setting> settings) {
  /** The layers there are, from the lowest to the highest. */
  enum Rank {
    BASE,
    PROFILE,
    BUILDER
  }

  Layer {
    settings = new LinkedHashMap<>(settings);
  }
}
