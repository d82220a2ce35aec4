package dev.keyturn.vault;

import java.net.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What Vault answered. The text of its errors only decides, and is never shown. */
final class Answer {
  private final int status;
  private final @Nullable Json body;
  private final String retryAfter;
  private final String location;

  private Answer(int status, @Nullable Json body, String retryAfter, String location) {
    this.status = status;
    this.body = body;
    this.retryAfter = retryAfter;
    this.location = location;
  }

  static Answer of(HttpResponse<byte[]> response) {
    return new Answer(
        response.statusCode(),
        Json.parse(response.body()), // a proxy's 407 has no body, not even an empty one
        response.headers().firstValue("Retry-After").orElse(""),
        response.headers().firstValue("Location").orElse(""));
  }

  int status() {
    return status;
  }

  boolean isSuccess() {
    return status == 200 || status == 202 || status == 204;
  }

  /** Whether the body has a form that Vault's have. */
  boolean isOfVault() {
    return status == 202
        || status == 204
        || (body != null && (body.has("errors") || body.has("data") || body.has("auth")));
  }

  @Nullable
  Json body() {
    return body;
  }

  /** The object of that name in the body; null if there is none. */
  @Nullable
  Json object(String name) {
    return body == null ? null : body.object(name);
  }

  /** Whether one of Vault's errors or warnings says so, in any case. */
  boolean says(String... words) {
    if (body == null) {
      return false;
    }
    String said = (body.texts("errors") + " " + body.texts("warnings")).toLowerCase(Locale.ROOT);
    for (String word : words) {
      if (said.contains(word)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a refusal is a policy's. One of a token that is not known has another form. */
  boolean isRefusedByPolicy() {
    return says("1 error occurred") && !says("invalid token", "bad token");
  }

  /** Where another server is said to answer. */
  String location() {
    return location;
  }

  /** How long to leave the service alone, by its own word; empty if it does not say. */
  Optional<Duration> retryAfter(Instant now) {
    if (retryAfter.matches("[0-9]{1,9}")) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(retryAfter)));
    }
    try {
      Instant until =
          ZonedDateTime.parse(retryAfter, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return Optional.of(now.isBefore(until) ? Duration.between(now, until) : Duration.ZERO);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** {@return the status alone} */
  @Override
  public String toString() {
    return "status " + status;
  }
}
