package dev.keyturn.interop.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.interop.servers.Command;
import dev.keyturn.interop.servers.Tools;
import dev.keyturn.testkit.AwsEmulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What Keyturn adds to the SDK in a process that reads one secret and ends. */
class ColdStartTest {
  private static final int PAIRS = 20;
  private static final String SDK = "software.amazon.";

  private final AwsEmulator emulator = AwsEmulator.start();

  @BeforeEach
  void put() {
    emulator.put("prod/db", "value-of-db");
  }

  @AfterEach
  void close() {
    emulator.close();
  }

  private List<String> classes(Class<?> main, String... more) throws IOException {
    Path log = Tools.folder("logs").resolve(main.getSimpleName() + more.length + ".classes");
    List<String> arguments = new ArrayList<>(List.of(emulator.endpoint().toString()));
    arguments.addAll(List.of(more));
    Command.java(
            List.of("-Xlog:class+load:file=" + log + ":none"),
            main,
            arguments.toArray(String[]::new))
        .succeed();
    try (var lines = Files.lines(log)) {
      return lines.map(line -> line.replaceFirst(" source:.*", "")).toList();
    }
  }

  @Test
  void noClassOfTheSdkIsLoadedBeforeTheFirstReference() throws IOException {
    List<String> classes = classes(ColdKeyturn.class, "first something else");
    int mark = classes.indexOf(ColdKeyturn.class.getName() + "$FirstReference");
    assertThat(mark).isPositive();
    List<String> before =
        classes.subList(0, mark).stream().filter(name -> name.startsWith(SDK)).toList();
    long after = classes.stream().filter(name -> name.startsWith(SDK)).count();
    System.out.println("classes of the SDK before the first aws-sm reference: " + before.size()
        + " of " + mark + "; after it: " + after);
    assertThat(before).isEmpty();
    assertThat(after).isPositive();
  }

  @Test
  void aColdProcessLoadsFewClassesMore() throws IOException {
    int ours = classes(ColdKeyturn.class).size();
    int theirs = classes(ColdSdk.class).size();
    System.out.println("classes loaded: Keyturn " + ours + ", SDK alone " + theirs + ", more: "
        + (ours - theirs) + " (at most 250)");
    assertThat(ours - theirs).isLessThanOrEqualTo(250);
  }

  @Test
  void aColdProcessCostsLittleMore() {
    List<Double> cpu = new ArrayList<>();
    List<Double> wall = new ArrayList<>();
    List<Usage> ours = new ArrayList<>();
    List<Usage> theirs = new ArrayList<>();
    usage(ColdKeyturn.class);
    usage(ColdSdk.class);
    for (int i = 0; i < PAIRS; i++) {
      boolean first = i % 2 == 0;
      Usage one = usage(first ? ColdKeyturn.class : ColdSdk.class);
      Usage other = usage(first ? ColdSdk.class : ColdKeyturn.class);
      ours.add(first ? one : other);
      theirs.add(first ? other : one);
      cpu.add(ours.get(i).cpu() / theirs.get(i).cpu());
      wall.add(ours.get(i).wall() / theirs.get(i).wall());
    }
    System.out.printf(
        Locale.ROOT,
        "cold process, median of %d alternating pairs: CPU %.3f s to %.3f s, ratio %.3f (at most 1.10);"
            + " wall %.3f s to %.3f s, ratio %.3f%n",
        PAIRS,
        median(ours.stream().map(Usage::cpu).toList()),
        median(theirs.stream().map(Usage::cpu).toList()),
        median(cpu),
        median(ours.stream().map(Usage::wall).toList()),
        median(theirs.stream().map(Usage::wall).toList()),
        median(wall));
    assertThat(median(cpu)).isLessThanOrEqualTo(1.10);
  }

  /** Seconds, as the shell counts them for a child. */
  private record Usage(double wall, double cpu) {}

  private Usage usage(Class<?> main) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Command.Outcome outcome = Command.of(
            "bash",
            "-c",
            "TIMEFORMAT='%3R %3U %3S'; time \"$@\"",
            "bash",
            java,
            "-cp",
            Command.classPath(),
            main.getName(),
            emulator.endpoint().toString())
        .succeed();
    assertThat(outcome.text()).isEqualTo("read 11\n");
    String[] numbers = outcome.err().strip().split(" ");
    return new Usage(
        Double.parseDouble(numbers[0]),
        Double.parseDouble(numbers[1]) + Double.parseDouble(numbers[2]));
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    return (sorted.get((sorted.size() - 1) / 2) + sorted.get(sorted.size() / 2)) / 2;
  }
}
