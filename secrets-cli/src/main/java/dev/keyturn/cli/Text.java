package dev.keyturn.cli;

import java.time.Duration;
import java.util.regex.Pattern;

/** How things are written for people. */
final class Text {
  private static final Pattern STEERING = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]");

  private Text() {}

  /** The text on one line: every character that could steer a terminal becomes '?'. */
  static String line(String text) {
    return STEERING.matcher(text).replaceAll("?");
  }

  /** A duration in the largest unit that leaves two or more, rounded down: {@code 90 min}, {@code 4 d}. */
  static String duration(Duration duration) {
    if (duration.toDays() >= 2) {
      return duration.toDays() + " d";
    }
    if (duration.toHours() >= 2) {
      return duration.toHours() + " h";
    }
    if (duration.toMinutes() >= 2) {
      return duration.toMinutes() + " min";
    }
    return duration.toSeconds() + " s";
  }
}
