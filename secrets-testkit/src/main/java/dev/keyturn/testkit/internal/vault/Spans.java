package dev.keyturn.testkit.internal.vault;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Durations as Go spells them: {@code 1h30m}, or a number of seconds. */
final class Spans {
  private static final Pattern WHOLE =
      Pattern.compile("(?:(\\d+)d)?(?:(\\d+)h)?(?:(\\d+)m)?(?:(\\d+)s)?(?:(\\d+)ms)?");
  private static final Pattern NUMBER = Pattern.compile("\\d{1,12}");

  private Spans() {}

  /** Reads a duration; null if it is none. */
  static @Nullable Duration parse(Object value) {
    String text = value.toString();
    if (NUMBER.matcher(text).matches()) {
      return Duration.ofSeconds(Long.parseLong(text));
    }
    Matcher parts = WHOLE.matcher(text);
    if (text.isEmpty() || !parts.matches()) {
      return null;
    }
    return Duration.ofDays(part(parts, 1))
        .plusHours(part(parts, 2))
        .plusMinutes(part(parts, 3))
        .plusSeconds(part(parts, 4))
        .plusMillis(part(parts, 5));
  }

  private static long part(Matcher parts, int group) {
    String digits = parts.group(group);
    return digits == null ? 0 : Long.parseLong(digits);
  }

  /** {@code 30m0s}. */
  static String full(Duration span) {
    StringBuilder text = new StringBuilder();
    if (span.toHours() > 0) {
      text.append(span.toHours()).append('h');
    }
    if (span.toMinutes() > 0) {
      text.append(span.toMinutesPart()).append('m');
    }
    return text.append(span.toSecondsPart()).append('s').toString();
  }

  /** {@code 30m}. */
  static String brief(Duration span) {
    String text = full(span);
    if (text.endsWith("m0s")) {
      text = text.substring(0, text.length() - 2);
    }
    return text.endsWith("h0m") ? text.substring(0, text.length() - 2) : text;
  }
}
