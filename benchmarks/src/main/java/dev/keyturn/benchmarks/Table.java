package dev.keyturn.benchmarks;

import dev.keyturn.benchmarks.Contestant.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.runner.RunnerException;

/** Measures everything and shows it as one table in Markdown. */
final class Table {
  private final List<List<String>> rows = new ArrayList<>();

  static void print() throws Exception {
    Table table = new Table();
    table.row(
        "", "Keyturn", "plain Java", "Caffeine, expires", "Caffeine, refreshes", "AWS client");
    table.row("---", "---", "---", "---", "---", "---");
    table.hits(1);
    table.hits(2);
    table.cold();
    table.refreshes();
    table.down();
    table.silent();
    table.rows.forEach(row -> System.out.println("| " + String.join(" | ", row) + " |"));
  }

  private void row(String... cells) {
    rows.add(List.of(cells));
  }

  private void hits(int threads) throws RunnerException {
    HitsRun run = HitsRun.with(threads);
    String by = threads == 1 ? ", 1 thread" : ", " + threads + " threads";
    String caffeine = ratio(run, "caffeine", "map");
    String aws = ratio(run, "aws", "map");
    row("`get(name)`" + by, ratio(run, "name", "map"), plain(run, "map"), caffeine, "", aws);
    row("`get(reference)`" + by, ratio(run, "reference", "map"), plain(run, "map"), "", "", "");
    row("`get(reference#field)`" + by, ratio(run, "field", "map"), plain(run, "map"), "", "", "");
    String live = ratio(run, "live", "volatileRead");
    row("`LiveSecret.get()`" + by, live, plain(run, "volatileRead"), "", "", "");
  }

  private static String plain(HitsRun run, String label) {
    return run.nanos(label).text(1) + " ns, " + bytes(run, label);
  }

  private static String ratio(HitsRun run, String label, String base) {
    return run.ratio(label, base).text(2) + " ×, " + bytes(run, label);
  }

  private static String bytes(HitsRun run, String label) {
    return format("%.2f B", run.bytes(label).median());
  }

  private void cold() throws Exception {
    List<String> calls = cells("200 callers, not yet cached: calls to the store");
    List<String> slowest = cells("… slowest caller / the store's latency");
    for (Kind kind : Kind.values()) {
      progress("200 callers", kind);
      Cold.Result result = Cold.measure(kind);
      calls.add(String.valueOf(result.calls()));
      slowest.add(result.slowest().text(2) + " ×");
    }
    add(calls);
    add(slowest);
  }

  private void refreshes() throws Exception {
    List<String> waits = cells("refreshed under 8 readers for 8 s: reads that waited");
    List<String> times = cells("… 50 %, 99.99 %, all of the reads within");
    for (Kind kind : Kind.values()) {
      progress("refresh under 8 readers", kind);
      Refreshes.Result result = Refreshes.measure(kind);
      Latencies latencies = result.latencies();
      waits.add(result.waits() + " (" + result.calls() + " calls)");
      times.add(time(latencies.percentile(0.5)) + ", " + time(latencies.percentile(0.9999)) + ", "
          + time(latencies.longest()));
    }
    add(waits);
    add(times);
  }

  private void down() throws Exception {
    List<String> calls = cells("store down for 5 s, 8 readers: calls to it");
    List<String> failures = cells("… reads that failed");
    List<String> lines = cells("… lines logged");
    List<String> fresh = cells("… from its recovery until the new value is read");
    for (Kind kind : Kind.values()) {
      progress("store down", kind);
      Outages.Down result = Outages.down(kind);
      calls.add(String.valueOf(result.calls()));
      failures.add(String.valueOf(result.failures()));
      lines.add(String.valueOf(result.lines()));
      fresh.add(format("%.2f s", result.toFresh()));
    }
    List.of(calls, failures, lines, fresh).forEach(this::add);
  }

  private void silent() throws Exception {
    List<String> longest = cells("store silent for 8 s, 8 readers: longest read");
    List<String> after = cells("… longest after the first failed attempt");
    for (Kind kind : Kind.values()) {
      progress("store silent", kind);
      Outages.Silent result = Outages.silent(kind);
      longest.add(format("%.2f s", result.longest()));
      after.add(Double.isNaN(result.longestAfter()) ? "" : format("%.2f s", result.longestAfter()));
    }
    List.of(longest, after).forEach(this::add);
  }

  private static List<String> cells(String what) {
    return new ArrayList<>(List.of(what));
  }

  /** Adds a row for which plain Java has nothing to offer. */
  private void add(List<String> cells) {
    cells.add(2, "");
    rows.add(cells);
  }

  private static void progress(String what, Kind kind) {
    System.err.println(what + ": " + kind.text());
  }

  private static String time(long nanos) {
    if (nanos < 10_000) {
      return nanos + " ns";
    }
    return nanos < 10_000_000 ? format("%.0f µs", nanos / 1e3) : format("%.0f ms", nanos / 1e6);
  }

  private static String format(String format, double number) {
    return String.format(Locale.ROOT, format, number);
  }
}
