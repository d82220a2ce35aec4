package dev.keyturn.model;

import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/** What may stand in a message: no control character, and of foreign names only harmless ones. */
final class Printable {
  private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
  private static final int MAX_NAMES = 10;

  private Printable() {}

  /** The text on one line: every character that could steer a terminal or a log becomes '?'. */
  static String line(String text) {
    StringBuilder line = new StringBuilder(text.length());
    text.codePoints().forEach(c -> line.appendCodePoint(isControl(c) ? '?' : c));
    return line.toString();
  }

  /** Whether a text holds one; a loop, since every reference passes here, in the coldest process too. */
  static boolean hasControl(String text) {
    for (int i = 0; i < text.length(); i = text.offsetByCodePoints(i, 1)) {
      if (isControl(text.codePointAt(i))) {
        return true;
      }
    }
    return false;
  }

  /** True for controls, format characters (bidi marks too), line separators and lone surrogates. */
  static boolean isControl(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE -> true;
      default -> false;
    };
  }

  /** Names that came out of a secret: at most ten, only harmless ones; the rest is counted. */
  static String names(Collection<String> names) {
    List<String> shown = names.stream()
        .filter(n -> HARMLESS.matcher(n).matches())
        .limit(MAX_NAMES)
        .toList();
    int hidden = names.size() - shown.size();
    if (shown.isEmpty()) {
      return hidden == 0 ? "none" : hidden + " not shown";
    }
    return String.join(", ", shown) + (hidden == 0 ? "" : " and " + hidden + " more");
  }
}
