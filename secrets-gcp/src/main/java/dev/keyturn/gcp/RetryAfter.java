package dev.keyturn.gcp;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How long a service asks to be left alone: in seconds, or until a time of day. */
final class RetryAfter {
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");

  private RetryAfter() {}

  static @Nullable Duration of(HttpAnswer answer, Instant now) {
    return answer
        .header("Retry-After")
        .flatMap(header -> pause(header, now))
        .map(pause -> pause.isNegative() ? Duration.ZERO : pause)
        .orElse(null);
  }

  private static Optional<Duration> pause(String header, Instant now) {
    if (SECONDS.matcher(header).matches()) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(header)));
    }
    try {
      ZonedDateTime end = ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME);
      return Optional.of(Duration.between(now, end.toInstant()));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
