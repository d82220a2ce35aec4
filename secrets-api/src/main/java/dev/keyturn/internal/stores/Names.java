package dev.keyturn.internal.stores;

import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What a file may be called, and what of it may be shown. */
final class Names {
  private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9_./-]{1,64}");

  /** The longest name that the common file systems have, in bytes. */
  private static final int LONGEST = 255;

  private Names() {}

  /** True for {@code ..data} and the like, by which Kubernetes keeps its generations. */
  static boolean isHousekeeping(String name) {
    return name.startsWith("..");
  }

  /** The segments as names of files. */
  static List<Path> of(List<String> segments) throws NoSuchFileException {
    List<Path> names = new ArrayList<>(segments.size());
    for (String segment : segments) {
      names.add(of(segment));
    }
    return names;
  }

  /** A name that no file can have here (a drive, too long, not in the locale's alphabet) is missing. */
  private static Path of(String segment) throws NoSuchFileException {
    try {
      Path name = Path.of(segment);
      if (name.getRoot() == null
          && name.getNameCount() == 1
          && segment.getBytes(StandardCharsets.UTF_8).length <= LONGEST) {
        return name;
      }
    } catch (InvalidPathException e) {
      // said below, without the text
    }
    throw new NoSuchFileException("a name that no file can have");
  }

  /** How a message names a file of a tree; the empty name stands for the file that was asked for. */
  static String shown(String field) {
    if (field.isEmpty()) {
      return "the file";
    }
    return HARMLESS.matcher(field).matches() ? "the file '" + field + "' in it" : "a file in it";
  }
}
