package dev.keyturn.interop.gcp;

import dev.keyturn.interop.Recordings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Every situation that the recordings' README tells of Google: proven, or without a recording. */
final class GcpTable {
  private GcpTable() {}

  /** A line of the README: what happened, what was answered, and where it is recorded. */
  record Situation(String name, String answer, Set<String> files) {}

  /**
   * Prints it.
   *
   * @param proven files of which everything was found as recorded
   * @param unasked situations that never arise there
   * @return the situations that have a recording and were not proven
   */
  static List<String> print(String of, Set<String> proven, Set<String> unasked) throws IOException {
    List<String> open = new ArrayList<>();
    System.out.println("Situations of Google Secret Manager, " + of + ":");
    for (Situation situation : situations()) {
      boolean asked = !unasked.contains(situation.name());
      boolean right = !asked || proven.containsAll(situation.files());
      String word = !right ? "NOT PROVEN" : asked ? "proven" : "never asked";
      System.out.printf("  %-12s %s: %s%n", word, situation.name(), situation.answer());
      if (!right) {
        open.add(situation.name());
      }
    }
    for (String missing : Recordings.missing("GCP")) {
      System.out.println("  no recording " + missing.replaceFirst("\\. AWS:.*", ""));
      if (missing.contains(". AWS:")) {
        break; // the same line goes on with another service
      }
    }
    return open;
  }

  static List<Situation> situations() throws IOException {
    String readme = Files.readString(Recordings.folder().resolve("README.md"));
    int start = readme.indexOf("| **GCP**");
    List<Situation> situations = new ArrayList<>();
    for (String line :
        readme.substring(start, readme.indexOf("| **AWS**", start)).split("\n")) {
      String[] cells = line.split("\\|");
      situations.add(new Situation(
          cells[1].replace("**GCP**", "").strip(), cells[2].strip(), files(cells[4])));
    }
    return situations;
  }

  /** A cell names files without their endings; {@code *} stands for all of a form. */
  private static Set<String> files(String cell) throws IOException {
    Set<String> found = new TreeSet<>();
    for (String words : cell.split(",")) {
      String glob = words.strip();
      String pattern = glob.startsWith("*") ? glob : glob + "*";
      for (Path file : Recordings.files("gcp", pattern)) {
        found.add(file.getFileName().toString());
      }
    }
    return found;
  }
}
