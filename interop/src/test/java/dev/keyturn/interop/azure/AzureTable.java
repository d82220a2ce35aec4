package dev.keyturn.interop.azure;

import dev.keyturn.interop.Recordings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Every situation that the recordings' README tells of Azure: proven, or without a recording. */
final class AzureTable {
  private AzureTable() {}

  /** Prints it, and gives the situations that have a recording and were not proven. */
  static List<String> print(Set<String> proven) throws IOException {
    List<String> open = new ArrayList<>();
    System.out.println("Situations of Azure Key Vault:");
    for (String[] row : rows()) {
      Set<String> files = matching(row[2]);
      boolean all = !files.isEmpty() && proven.containsAll(files);
      System.out.printf("  %-12s %s: %s%n", all ? "proven" : "NOT PROVEN", row[0], row[1]);
      if (!all) {
        open.add(row[0]);
      }
    }
    for (String missing : Recordings.missing("Azure")) {
      System.out.println("  no recording " + missing);
    }
    return open;
  }

  /** Situation, status and code, and files, each as the README has it. */
  private static List<String[]> rows() throws IOException {
    String readme = Files.readString(Recordings.folder().resolve("README.md"));
    int start = readme.indexOf("| **Azure**");
    List<String[]> rows = new ArrayList<>();
    for (String line :
        readme.substring(start, readme.indexOf("| **GCP**", start)).split("\n")) {
      String[] cells = line.split("\\|");
      rows.add(new String[] {
        cells[1].replace("**Azure**", "").strip(), cells[2].strip(), cells[4].strip()
      });
    }
    return rows;
  }

  private static Set<String> matching(String cell) throws IOException {
    Set<String> found = new TreeSet<>();
    for (String words : cell.split(",")) {
      String glob = words.strip();
      String text = glob.replaceAll("[…*]$", "");
      Pattern pattern = Pattern.compile(Pattern.quote(text) + ".*");
      for (Path file : Recordings.files("azure", "*.json")) {
        String name = file.getFileName().toString();
        if (pattern.matcher(name).matches()) {
          found.add(name);
        }
      }
    }
    return found;
  }
}
