package dev.keyturn.testkit.internal.vault;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a token is issued for.
 *
 * @param policies the names of its policies
 * @param path how it was got
 * @param displayName what it is called
 * @param lifetime how long it lasts at first; zero for ever
 * @param max for how long it is renewed at most, as its role says; zero for as long as the server lets it
 * @param explicitMax the same, as fixed for the token itself; zero for none
 * @param period what each renewal gives; zero for none
 * @param renewable whether it is renewed at all
 * @param uses how often it may be used; zero for without limit
 * @param type {@code service} or {@code batch}
 * @param entity who it is for; empty if nobody
 * @param meta what the login says of it; null for nothing
 */
record TokenTerms(
    Set<String> policies,
    String path,
    String displayName,
    Duration lifetime,
    Duration max,
    Duration explicitMax,
    Duration period,
    boolean renewable,
    int uses,
    String type,
    String entity,
    @Nullable Map<String, ?> meta) {

  static final String SERVICE = "service";
  static final String BATCH = "batch";

  /** Without limits, and for ever. */
  static TokenTerms root() {
    Duration none = Duration.ZERO;
    return new TokenTerms(
        Set.of("root"),
        "auth/token/create",
        "token",
        none,
        none,
        none,
        none,
        false,
        0,
        SERVICE,
        "",
        null);
  }

  boolean isLogin() {
    return path.startsWith("auth/") && !path.startsWith("auth/token/");
  }

  boolean isBatch() {
    return type.equals(BATCH);
  }
}
