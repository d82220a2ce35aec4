package dev.keyturn.cli;

import dev.keyturn.Secrets;
import dev.keyturn.StoreStatus;
import dev.keyturn.internal.Inside;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;

/** {@code keyturn stores}: what could be asked, and how. */
@Command(
    name = "stores",
    description =
        "Lists the stores there are and where their settings come from. Asks none of them.")
final class StoresCommand implements Callable<Integer> {
  private final CommonOptions common;

  StoresCommand(CommonOptions common) {
    this.common = common;
  }

  @Override
  public Integer call() {
    try (Secrets secrets = common.open()) {
      Map<String, String> failures = open(secrets);
      Table table = new Table("STORE", "WHAT", "SET BY", "IS");
      for (StoreStatus store : secrets.stores()) {
        Optional<String> failure = Optional.ofNullable(failures.get(store.name()));
        String name = store.name();
        for (Line line : lines(store, store.problem().or(() -> failure))) {
          table.row(name, line.what, line.setBy, line.is);
          name = "";
        }
      }
      common.surroundings().print(table.toString());
      return ExitCode.OK;
    }
  }

  /** A store says how it authenticates once it is open. Opening asks nobody. */
  private static Map<String, String> open(Secrets secrets) {
    Map<String, String> failures = new TreeMap<>();
    Map<String, CompletableFuture<Boolean>> opening = Inside.engine(secrets).openStores();
    opening.forEach((name, opened) -> opened
        .handle((ok, failure) -> Optional.ofNullable(failure))
        .join()
        .ifPresent(e -> failures.put(name, String.valueOf(Failures.typed(e).getMessage()))));
    return failures;
  }

  private static List<Line> lines(StoreStatus store, Optional<String> problem) {
    List<Line> lines = new ArrayList<>();
    lines.add(new Line("kind", setBy(store, "provider"), store.kind()));
    store.module().ifPresent(module -> lines.add(new Line("offered by", "", module)));
    Set<String> keys = new TreeSet<>(store.settings().keySet());
    keys.addAll(store.details().keySet());
    keys.remove("provider");
    for (String key : keys) {
      lines.add(new Line(key, setBy(store, key), store.details().getOrDefault(key, "")));
    }
    problem.ifPresent(message -> lines.add(new Line("problem", "", message)));
    return lines;
  }

  /** What the builder was told came from the command line. */
  private static String setBy(StoreStatus store, String key) {
    String origin = store.settings().getOrDefault(key, "");
    return origin.equals("the builder") ? "--set" : origin;
  }

  /** One thing to say of a store. */
  private record Line(String what, String setBy, String is) {}
}
