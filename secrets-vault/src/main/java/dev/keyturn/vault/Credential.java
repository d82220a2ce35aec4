package dev.keyturn.vault;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.Secret;
import dev.keyturn.spi.StoreContext;
import dev.keyturn.spi.StoreException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A setting that is itself secret, and which of its values was used last. */
final class Credential {
  private final StoreContext context;
  private final String key;
  private volatile byte @Nullable [] used;

  Credential(StoreContext context, String key) {
    this.context = context;
    this.key = key;
  }

  /** Reads it, for a login. */
  Optional<String> use() throws StoreException, InterruptedException {
    Optional<Secret> secret = context.secret(key);
    used = secret.map(Secret::revealBytes).orElse(null);
    return secret.map(Secret::reveal);
  }

  /** Reads one of those that are a word, a line end after it or not. */
  Optional<String> useWord() throws StoreException, InterruptedException {
    Optional<String> word = use().map(String::strip);
    if (word.isPresent() && !VaultSettings.isPlain(word.get())) {
      throw new StoreException(
          ErrorCode.UNAUTHENTICATED,
          "what store."
              + context.name()
              + "."
              + key
              + " names is empty, or holds a blank or what is not ASCII, and was not sent");
    }
    return word;
  }

  /** Whether its store has another value by now. One that cannot be had at present is no other. */
  boolean isOutdated() throws InterruptedException {
    byte[] before = used;
    if (before == null) {
      return false;
    }
    try {
      return context.secret(key).filter(now -> !now.matches(before)).isPresent();
    } catch (StoreException e) {
      return false;
    }
  }
}
