package dev.keyturn.cli;

import dev.keyturn.Secrets;
import dev.keyturn.internal.Inside;
import dev.keyturn.internal.NamedSecret;
import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.Secret;
import dev.keyturn.model.SecretsException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * What {@code check} found out about one secret.
 *
 * @param label the name or reference; for a text that is neither, where it stands
 * @param result one word
 * @param note what more there is to say; no value
 * @param failure what is wrong, empty if nothing is
 */
record Finding(String label, String result, String note, Optional<ErrorCode> failure) {

  /** Asks for all of them at once, so that a store that does not answer holds up no other. */
  static List<Finding> all(Secrets secrets, List<String> texts) {
    List<CompletableFuture<Finding>> findings = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      findings.add(of(secrets, texts.get(i), i + 1));
    }
    return findings.stream().map(CompletableFuture::join).toList();
  }

  private static CompletableFuture<Finding> of(Secrets secrets, String text, int argument) {
    Optional<NamedSecret> named = Names.find(secrets, text);
    return Inside.engine(secrets)
        .check(text)
        .thenApply(secret -> found(text, secret))
        .exceptionally(failure -> failed(text, argument, named, Failures.typed(failure)));
  }

  /** Nothing was read where reading would have made a credential. */
  private static Finding found(String text, Optional<Secret> secret) {
    String note = secret.map(Finding::note).orElse("made at each read, so not read");
    return new Finding(text, "found", note, Optional.empty());
  }

  private static String note(Secret secret) {
    String stale = secret.staleReason().map(reason -> ", stale: " + reason).orElse("");
    String end = secret
        .expiresAt()
        .map(at -> ", " + end(Duration.between(secret.fetchedAt(), at)))
        .orElse("");
    return "version " + secret.version() + stale + end;
  }

  private static String end(Duration left) {
    return left.isNegative() || left.isZero()
        ? "past its end"
        : "expires in " + Text.duration(left);
  }

  private static Finding failed(
      String text, int argument, Optional<NamedSecret> named, SecretsException e) {
    boolean mayMiss =
        e.code() == ErrorCode.NOT_FOUND && named.map(NamedSecret::optional).orElse(false);
    if (mayMiss) {
      return new Finding(text, "missing", "optional", Optional.empty());
    }
    // what is neither a name nor a reference may be a secret, typed here by mistake
    boolean unknown = named.isEmpty() && e.code() == ErrorCode.INVALID_REFERENCE;
    String label = unknown ? "argument " + argument : text;
    return new Finding(
        label, word(e.code()), String.valueOf(e.getMessage()), Optional.of(e.code()));
  }

  private static String word(ErrorCode code) {
    return switch (code) {
      case NOT_FOUND -> "missing";
      case INVALID_REFERENCE, INVALID_CONFIGURATION -> "invalid";
      default -> code.name().toLowerCase(Locale.ROOT);
    };
  }
}
