package dev.keyturn.cli;

import java.io.IOException;
import java.util.Map;

/**
 * One store of the tour.
 *
 * @param kind its kind, which is its name too
 * @param path what is read from it
 * @param settings how it is reached, without {@code store.KIND.}
 * @param administrator gives the secret another value
 */
record DemoStore(
    String kind, String path, Map<String, String> settings, Administrator administrator) {
  /** Where a value stays as it is. */
  static final Administrator NOBODY = value -> {};

  String ref() {
    return kind + "://" + path;
  }

  void put(String value) throws IOException {
    administrator.put(value);
  }

  boolean rotates() {
    return administrator != NOBODY;
  }

  /** Whoever may write to the store. */
  @FunctionalInterface
  interface Administrator {
    void put(String value) throws IOException;
  }
}
