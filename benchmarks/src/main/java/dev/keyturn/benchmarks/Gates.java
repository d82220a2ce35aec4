package dev.keyturn.benchmarks;

import dev.keyturn.LiveSecret;
import dev.keyturn.Secrets;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What a hit may cost, in terms of plain Java. An aim counts as missed only if three quarters of the pairs
 * say so: a machine that does other things too must not decide.
 */
final class Gates {
  private static final String REFERENCE = "store://db";
  private static final String FIELD = "store://db#password";
  private static final double MAP = 3;
  private static final double VOLATILE = 2;

  private boolean met = true;

  /** {@return whether all aims were met} */
  static boolean hold() {
    Gates gates = new Gates();
    Source source = new Source();
    try (Secrets secrets = Secrets.builder()
        .store("store", new SourceStore(source))
        .alias("db", FIELD)
        .build()) {
      gates.get(secrets, "db");
      gates.get(secrets, REFERENCE);
      gates.get(secrets, FIELD);
      gates.live(secrets.live("db"));
    }
    return gates.met;
  }

  private void get(Secrets secrets, String text) {
    ConcurrentHashMap<String, String> map = new ConcurrentHashMap<>();
    map.put("db", "value");
    map.put(text, "value");
    secrets.get(text); // the next one is a hit
    Loop base = new Loops.MapGet(map, text);
    judge("get(" + text + ")", Pairs.compare(base, new Loops.SecretsGet(secrets, text)), MAP);
  }

  private void live(LiveSecret live) {
    live.get(); // the next one is a hit
    Loop base = new Loops.VolatileRead(new AtomicReference<>("value"));
    judge("LiveSecret.get()", Pairs.compare(base, new Loops.LiveGet(live)), VOLATILE);
  }

  private void judge(String what, Pairs.Result result, double aim) {
    boolean missed = result.ratios().lower() > aim;
    met &= !missed;
    System.out.println(String.format(
        Locale.ROOT,
        "%-26s %.2f ns beside %.2f ns: %.2f times as much, quartiles %.2f and %.2f, at most %.0f: %s",
        what,
        result.side(),
        result.base(),
        result.ratio(),
        result.ratios().lower(),
        result.ratios().upper(),
        aim,
        missed ? "MISSED" : "met"));
  }
}
