package dev.keyturn;

import dev.keyturn.internal.Engine;
import dev.keyturn.internal.Inside;
import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.Secret;
import dev.keyturn.model.SecretsException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Fetches secrets from any store and keeps them fresh. Thread-safe; one per application is enough, and
 * two share nothing.
 *
 * <p>Everything that takes a name takes a reference too ({@code vault://kv/prod/db#password}). A text
 * that comes from somebody else may name any secret that this process can read: a tool that takes such
 * texts sets {@link SecretsBuilder#allow}.
 *
 * <p>Methods that fetch block the caller at most for the store's {@code timeout} (10 s if nothing else
 * is said); a secret that is cached and fresh costs a lookup. All throw {@link SecretsException}, and
 * nothing else, with the code {@link ErrorCode#CLOSED} once {@link #close()} was called.
 */
public final class Secrets implements AutoCloseable {
  static {
    Inside.door(secrets -> ((Secrets) secrets).engine);
  }

  private final Engine engine;

  Secrets(Engine engine) {
    this.engine = engine;
  }

  /**
   * Opens with the configuration file that is found: the one named by {@code -Dkeyturn.config} or {@code
   * KEYTURN_CONFIG}, else {@code keyturn.properties} on the class path, else none. No store is opened.
   *
   * @return secrets, to be closed
   * @throws SecretsException {@code INVALID_CONFIGURATION} if a file is named and not there, or anything
   *     in it is wrong
   */
  public static Secrets load() {
    return builder().findConfig().build();
  }

  /** {@return a builder that reads nothing but what it is told} */
  public static SecretsBuilder builder() {
    return new SecretsBuilder();
  }

  /**
   * Gets a secret.
   *
   * @param nameOrRef a configured name, or a reference
   * @return the current version; the last good one, marked stale, while its store fails
   * @throws SecretsException {@code NOT_FOUND}, {@code DENIED} and so on, as the store said; {@code
   *     INVALID_REFERENCE} if the text is neither a name nor a reference that may be asked for; {@code
   *     INTERRUPTED} if the thread is interrupted while it waits
   */
  public Secret get(String nameOrRef) {
    return engine.get(nameOrRef);
  }

  /**
   * Gets a secret within a deadline of the caller's own. When it passes, the fetch goes on for others.
   *
   * @param nameOrRef a configured name, or a reference
   * @param timeout how long to wait at most, from call to return
   * @return as {@link #get(String)}
   * @throws SecretsException as {@link #get(String)}; {@code TIMEOUT} if the deadline passes and there is
   *     no last good value
   */
  public Secret get(String nameOrRef, Duration timeout) {
    return engine.get(nameOrRef, timeout);
  }

  /**
   * Gets a secret that may be missing.
   *
   * @param nameOrRef a configured name, or a reference
   * @return the secret; empty if, and only if, the store says {@code NOT_FOUND}
   * @throws SecretsException as {@link #get(String)}, except {@code NOT_FOUND}
   */
  public Optional<Secret> find(String nameOrRef) {
    try {
      return Optional.of(get(nameOrRef));
    } catch (SecretsException e) {
      if (e.code() == ErrorCode.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /**
   * Gets several secrets, with as few calls as their stores allow. Names that are configured as optional
   * and are missing are left out.
   *
   * @param namesOrRefs configured names, or references
   * @return a secret for each, keyed as asked, in that order
   * @throws SecretsException if any failed: one exception with all failures
   */
  public Map<String, Secret> getAll(Collection<String> namesOrRefs) {
    return engine.getAll(namesOrRefs);
  }

  /**
   * Gets a secret without blocking the caller.
   *
   * @param nameOrRef a configured name, or a reference
   * @return a future of its own for each call; it ends with what {@link #get(String)} returns or throws,
   *     on a thread of the engine; cancelling it does not cancel the fetch
   */
  public CompletableFuture<Secret> getAsync(String nameOrRef) {
    return engine.getAsync(nameOrRef);
  }

  /**
   * Holds on to a secret that follows its rotation. Returns at once and starts the fetch.
   *
   * @param nameOrRef a configured name, or a reference
   * @return the same object for the same text; it lives until {@link #close()}
   * @throws SecretsException {@code INVALID_REFERENCE} if the text is neither a name nor a reference that
   *     may be asked for
   */
  public LiveSecret live(String nameOrRef) {
    return engine.live(nameOrRef, LiveSecret::new);
  }

  /**
   * Asks the store anew, whatever is remembered.
   *
   * @param nameOrRef a configured name, or a reference
   * @return what the store gave to a call that began after this one
   * @throws SecretsException as {@link #get(String)}; a failure is never hidden behind an old value
   */
  public Secret refresh(String nameOrRef) {
    return engine.refresh(nameOrRef);
  }

  /**
   * Gets every configured name, so that a program fails at its start and says everything at once.
   *
   * @return a secret for each name but the optional ones that are missing
   * @throws SecretsException if any failed: one exception with all failures
   */
  public Map<String, Secret> require() {
    return engine.getAll(engine.names());
  }

  /**
   * Gets some names, so that a program fails at its start and says everything at once.
   *
   * @param namesOrRefs configured names, or references
   * @return a secret for each, keyed as asked; optional names that are missing are left out
   * @throws SecretsException if any failed: one exception with all failures
   */
  public Map<String, Secret> require(String... namesOrRefs) {
    return engine.getAll(Arrays.asList(namesOrRefs));
  }

  /**
   * Lists the stores that are configured or on the class path. No I/O.
   *
   * @return one line for each, by name
   */
  public List<StoreStatus> stores() {
    return engine.stores(StoreStatus::new);
  }

  /**
   * Ends everything: waiting calls get {@code CLOSED}, leases are revoked, stores closed, threads ended.
   * May be called from any thread, also from a listener, and more than once. Secrets that were handed out
   * stay usable. It takes a moment; at most 5 s for leases and 1 s each for stores and threads.
   */
  @Override
  public void close() {
    engine.close();
  }
}
