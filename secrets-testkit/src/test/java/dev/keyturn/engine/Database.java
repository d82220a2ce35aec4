package dev.keyturn.engine;

import dev.keyturn.model.Secret;
import dev.keyturn.spi.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What a password opens: lets one in, refuses all others, and counts. */
final class Database {
  private final TimeSource time;
  private final List<Instant> refusals = new ArrayList<>();
  private final List<String> attempts = new ArrayList<>();
  private String password;

  Database(TimeSource time, String password) {
    this.time = time;
    this.password = password;
  }

  /** The credential was refused. */
  static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refused(String message) {
      super(message);
    }
  }

  static boolean isRefusal(Exception e) {
    return e instanceof Refused;
  }

  synchronized void accept(String newPassword) {
    password = newPassword;
  }

  /** Lets somebody in and tells with what. */
  synchronized String login(Secret secret) {
    String given = secret.reveal();
    attempts.add(given);
    if (!given.equals(password)) {
      refusals.add(time.instant());
      throw new Refused("refused attempt " + attempts.size());
    }
    return given;
  }

  synchronized int refused() {
    return refusals.size();
  }

  synchronized List<String> attempts() {
    return List.copyOf(attempts);
  }

  /** When logins were refused, in seconds since a moment. */
  synchronized List<Long> refusedAfter(Instant since) {
    return refusals.stream().map(at -> Duration.between(since, at).toSeconds()).toList();
  }

  /** The most refusals in any 90 s. */
  synchronized long mostRefused() {
    return refusals.stream()
        .mapToLong(from -> refusals.stream()
            .filter(at -> !at.isBefore(from) && at.isBefore(from.plusSeconds(90)))
            .count())
        .max()
        .orElse(0);
  }
}
