package dev.keyturn.interop;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Where the recorded answers of the real services are. They are read in place and copied nowhere. */
public final class Recordings {
  private static final String PROPERTY = "recordings";

  private Recordings() {}

  /** The folder; its absence fails the test. */
  public static Path folder() {
    String named = System.getProperty(PROPERTY);
    if (named == null) {
      throw new AssertionError("The recorded answers of the real services are missing: run with -D"
          + PROPERTY
          + "=DIR. DIR holds README.md, which lists each file with the public repository it comes"
          + " from, and the folders aws, azure and gcp.");
    }
    Path folder = Path.of(named).toAbsolutePath();
    if (!Files.isRegularFile(folder.resolve("README.md"))) {
      throw new AssertionError("-D" + PROPERTY + " names no folder with a README.md: " + folder);
    }
    return folder;
  }

  /** The files of one service, in order; none fails the test. */
  public static List<Path> files(String service, String glob) throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder().resolve(service), glob)) {
      found.forEach(files::add);
    }
    if (files.isEmpty()) {
      throw new AssertionError("no " + glob + " in " + folder().resolve(service));
    }
    files.sort(null);
    return files;
  }

  /** What the README says is not recorded of a service. */
  public static List<String> missing(String service) throws IOException {
    String readme = Files.readString(folder().resolve("README.md"));
    String section = readme.substring(readme.indexOf("## No recording found"));
    int start = section.indexOf(service + ": ") + service.length() + 2;
    String sentence = section.substring(start, section.indexOf(".\n", start));
    return List.of(sentence.split("[,;] ", -1));
  }
}
