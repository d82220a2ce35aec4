package dev.keyturn;

import dev.keyturn.internal.Harmless;
import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.SecretsException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The syntax of {@link java.util.Properties}, to the letter, with the number of each line: that class keeps
 * the last of two equal keys and tells nobody.
 */
final class PropertiesReader {
  private static final String BLANKS = " \t\f";
  private static final String ESCAPES = "trnf";
  private static final String ESCAPED = "\t\r\n\f";

  /**
   * One logical line.
   *
   * @param number where it begins, counted from 1
   * @param key its key
   * @param value its value
   * @param separated whether {@code =} or {@code :} stands between them
   */
  record Line(int number, String key, String value, boolean separated) {}

  private final String label;
  private final String[] naturalLines;
  private int next;

  PropertiesReader(String label, String text) {
    this.label = label;
    this.naturalLines = text.split("\r\n|\r|\n", -1);
  }

  List<Line> lines() {
    List<Line> lines = new ArrayList<>();
    while (next < naturalLines.length) {
      int number = next + 1;
      String line = skipBlanks(naturalLines[next++]);
      if (line.isEmpty() || line.charAt(0) == '#' || line.charAt(0) == '!') {
        continue;
      }
      String logical = isContinued(line) ? joined(line) : line;
      if (!logical.isEmpty()) {
        lines.add(taken(number, logical));
      }
    }
    return lines;
  }

  private String joined(String first) {
    StringBuilder logical = new StringBuilder(first).deleteCharAt(first.length() - 1);
    // a lone backslash begins nothing: what follows is a line of its own
    boolean continued = logical.length() > 0;
    while (continued && next < naturalLines.length) {
      String line = skipBlanks(naturalLines[next++]);
      continued = isContinued(line);
      logical.append(line, 0, line.length() - (continued ? 1 : 0));
    }
    return logical.toString();
  }

  private static boolean isContinued(String line) {
    int backslashes = 0;
    while (backslashes < line.length() && line.charAt(line.length() - 1 - backslashes) == '\\') {
      backslashes++;
    }
    return backslashes % 2 == 1;
  }

  private static String skipBlanks(String line) {
    return line.substring(afterBlanks(line, 0));
  }

  private static int afterBlanks(String line, int from) {
    int at = from;
    while (at < line.length() && BLANKS.indexOf(line.charAt(at)) >= 0) {
      at++;
    }
    return at;
  }

  private Line taken(int number, String line) {
    int keyEnd = keyEnd(line);
    int valueStart = afterBlanks(line, keyEnd);
    boolean separated = valueStart < line.length() && isSeparator(line.charAt(valueStart));
    if (separated) {
      valueStart = afterBlanks(line, valueStart + 1);
    }
    return new Line(
        number,
        unescaped(number, line.substring(0, keyEnd)),
        unescaped(number, line.substring(valueStart)),
        separated);
  }

  private static boolean isSeparator(char c) {
    return c == '=' || c == ':';
  }

  private static int keyEnd(String line) {
    int at = 0;
    while (at < line.length()
        && !isSeparator(line.charAt(at))
        && BLANKS.indexOf(line.charAt(at)) < 0) {
      at += line.charAt(at) == '\\' ? 2 : 1;
    }
    return Math.min(at, line.length());
  }

  private String unescaped(int number, String raw) {
    if (raw.indexOf('\\') < 0) {
      return raw;
    }
    StringBuilder text = new StringBuilder(raw.length());
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c != '\\' || i + 1 == raw.length()) {
        text.append(c);
        continue;
      }
      char escape = raw.charAt(++i);
      if (escape == 'u') {
        text.append(unicode(number, raw, i + 1));
        i += 4;
      } else {
        int known = ESCAPES.indexOf(escape);
        text.append(known < 0 ? escape : ESCAPED.charAt(known));
      }
    }
    return text.toString();
  }

  private char unicode(int number, String raw, int from) {
    int end = from + 4;
    boolean complete = end <= raw.length();
    for (int i = from; complete && i < end; i++) {
      complete = HexFormat.isHexDigit(raw.charAt(i));
    }
    if (!complete) {
      throw SecretsException.of(
          ErrorCode.INVALID_CONFIGURATION,
          null,
          Harmless.line(label)
              + ", line "
              + number
              + ": a backslash and 'u' that four hexadecimal digits do not follow; write a"
              + " backslash twice");
    }
    return (char) HexFormat.fromHexDigits(raw, from, end);
  }
}
