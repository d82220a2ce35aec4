package dev.keyturn;

import dev.keyturn.model.SecretsException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the values of settings. No message repeats one. */
final class Values {
  static final Duration MAX = Duration.ofDays(3650);

  /** The least span that is not none. */
  static final Duration SOME = Duration.ofMillis(1);

  private static final Pattern DURATION = Pattern.compile("(\\d{1,12})(ms|s|m|h|d)");

  private Values() {}

  static Duration duration(Setting setting, Duration least) {
    Matcher matcher = DURATION.matcher(setting.value());
    if (!matcher.matches()) {
      throw setting.invalid("takes a duration such as 30s, 5m, 1h or 500ms");
    }
    Duration value = span(Long.parseLong(matcher.group(1)), matcher.group(2));
    if (value.compareTo(least) < 0) {
      throw setting.invalid("is too short: " + (least.equals(SOME) ? "zero" : "1s is the least"));
    }
    if (value.compareTo(MAX) > 0) {
      throw setting.invalid("is more than ten years");
    }
    return value;
  }

  private static Duration span(long count, String unit) {
    return switch (unit) {
      case "ms" -> Duration.ofMillis(count);
      case "s" -> Duration.ofSeconds(count);
      case "m" -> Duration.ofMinutes(count);
      case "h" -> Duration.ofHours(count);
      default -> Duration.ofDays(count);
    };
  }

  static boolean bool(Setting setting) {
    return oneOf(setting, "true", "false").equals("true");
  }

  /** One of a few words; for a word that stands alone, that one. */
  static String oneOf(Setting setting, String... words) {
    if (!Arrays.asList(words).contains(setting.value())) {
      throw setting.invalid("takes " + String.join(" or ", words));
    }
    return setting.value();
  }

  static int count(Setting setting) {
    try {
      int value = Integer.parseInt(setting.value());
      if (value >= 1) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw notACount(setting);
    }
    throw notACount(setting);
  }

  private static SecretsException notACount(Setting setting) {
    return setting.invalid("takes a whole number, 1 or more");
  }

  static List<String> list(Setting setting) {
    List<String> items =
        Arrays.stream(setting.value().split(",", -1)).map(String::strip).toList();
    if (items.contains("")) {
      throw setting.invalid("holds an empty item: items are separated by single commas");
    }
    return items;
  }
}
