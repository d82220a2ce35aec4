package dev.keyturn.cli;

import dev.keyturn.Secrets;
import dev.keyturn.SecretsBuilder;
import dev.keyturn.StoreStatus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** From store to store: each is read, all are rotated, and one table tells when it was heard of. */
final class Tour {
  /** The shortest there is, so that nobody has to wait for the usual 5 min. */
  private static final String TTL = "1s";

  private final List<DemoStore> stores;

  Tour(List<DemoStore> stores) {
    this.stores = stores;
  }

  /** Makes the stores known, each with a secret of the store's own name. */
  void configure(SecretsBuilder builder) {
    for (DemoStore store : stores) {
      builder.store(store.kind(), store.kind(), store.settings());
      builder.alias(store.kind(), store.ref()).set("secret." + store.kind() + ".ttl", TTL);
    }
  }

  Table run(Secrets secrets) throws IOException, InterruptedException {
    Map<String, String> problems = problems(secrets);
    List<Visit> visits = new ArrayList<>();
    for (DemoStore store : stores) {
      if (!problems.containsKey(store.kind())) {
        visits.add(Visit.to(store, secrets));
      }
    }
    for (Visit visit : visits) {
      visit.rotate();
    }
    Table table = new Table("STORE", "FETCHED IN", "VERSION", "ROTATED TO", "HEARD AFTER");
    for (Visit visit : visits) {
      visit.report(table);
    }
    new TreeMap<>(problems).forEach((kind, problem) -> table.row(kind, "", "", "", problem));
    return table;
  }

  /** A module that is not on the class path is no failure of the demo. */
  private static Map<String, String> problems(Secrets secrets) {
    return secrets.stores().stream()
        .filter(store -> store.problem().isPresent())
        .collect(Collectors.toMap(StoreStatus::name, store -> store.problem().get()));
  }
}
