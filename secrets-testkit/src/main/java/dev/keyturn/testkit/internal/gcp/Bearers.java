package dev.keyturn.testkit.internal.gcp;

import dev.keyturn.spi.TimeSource;
import dev.keyturn.testkit.internal.http.Request;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The access tokens that were handed out here, and whether one is asked for. */
final class Bearers {
  private static final String PREFIX = "Bearer ";
  private static final int TOKEN_BYTES = 96;

  private final TimeSource time;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, Instant> issued = new ConcurrentHashMap<>();
  private volatile boolean required;
  private volatile @Nullable Duration lifetime;

  Bearers(TimeSource time) {
    this.time = time;
  }

  /** An access token. Does not print itself. */
  static final class Bearer {
    final String token;
    final Duration lifetime;
    final Instant end;

    private Bearer(String token, Duration lifetime, Instant end) {
      this.token = token;
      this.lifetime = lifetime;
      this.end = end;
    }
  }

  void require() {
    required = true;
  }

  void limit(Duration limit) {
    lifetime = limit;
  }

  void forget() {
    issued.clear();
  }

  Bearer issue(Duration asked) {
    Duration limit = lifetime;
    Duration granted = limit == null ? asked : limit;
    byte[] bytes = new byte[TOKEN_BYTES];
    random.nextBytes(bytes);
    String token = "ya29." + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    Instant end = time.instant().plus(granted);
    issued.put(token, end);
    return new Bearer(token, granted, end);
  }

  /** Refuses a request that bears no good token, if one is asked for. */
  void check(Request request) {
    if (!required) {
      return;
    }
    String header = request.header("Authorization");
    if (header == null || !header.startsWith(PREFIX)) {
      throw GcpError.unauthenticated("CREDENTIALS_MISSING");
    }
    Instant end = issued.get(header.substring(PREFIX.length()));
    if (end == null) {
      throw GcpError.unauthenticated("ACCESS_TOKEN_TYPE_UNSUPPORTED");
    }
    if (!time.instant().isBefore(end)) {
      throw GcpError.unauthenticated("ACCESS_TOKEN_EXPIRED");
    }
  }
}
