package dev.keyturn.aws;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.SdkHttpResponse;

/** Dates as HTTP writes them, to the second. */
final class HttpDate {
  private HttpDate() {}

  static Optional<Instant> parse(String text) {
    try {
      return Optional.of(
          ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** When the service answered, by its own clock; empty if it does not say. */
  static Optional<Instant> of(@Nullable SdkHttpResponse head) {
    return head == null
        ? Optional.empty()
        : head.firstMatchingHeader("Date").flatMap(HttpDate::parse);
  }
}
