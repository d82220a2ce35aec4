package dev.keyturn.cli;

import java.util.stream.Collectors;

/** The stores of the demo as a configuration file, each with a secret of the store's own name. */
final class DemoConfiguration {
  private DemoConfiguration() {}

  static String of(DemoStores stores) {
    return stores.all().stream().map(DemoConfiguration::lines).collect(Collectors.joining());
  }

  private static String lines(DemoStore store) {
    String kind = store.kind();
    StringBuilder text = new StringBuilder();
    text.append("secret.%s = %s\n".formatted(kind, store.ref()));
    // a busy machine is slow to load an SDK
    text.append("store.%s.timeout = 60s\n".formatted(kind));
    store
        .settings()
        .forEach((key, value) -> text.append("store.%s.%s = %s\n".formatted(kind, key, value)));
    return text.toString();
  }
}
