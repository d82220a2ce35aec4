package dev.keyturn.internal;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.Secret;
import dev.keyturn.model.SecretRef;
import dev.keyturn.model.SecretsException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Looks whether a secret can be had, and reads nothing where reading would make a new credential. */
final class Checking {
  private final Engine engine;
  private final Names names;
  private final StoreRegistry registry;

  Checking(Engine engine, Names names, StoreRegistry registry) {
    this.engine = engine;
    this.names = names;
    this.registry = registry;
  }

  /** Ends with the secret; with nothing where a fetch would make a credential, and may. */
  CompletableFuture<Optional<Secret>> check(String text) {
    Target target;
    try {
      target = names.resolve(text, true);
    } catch (SecretsException e) {
      return CompletableFuture.failedFuture(e);
    }
    return makesCredential(target.ref())
        .thenCompose(makes ->
            makes ? CompletableFuture.completedFuture(Optional.empty()) : read(text, target));
  }

  private CompletableFuture<Optional<Secret>> read(String text, Target target) {
    SecretRef fallback = target.fallback();
    if (fallback == null) {
      return engine.getAsync(text).thenApply(Optional::of);
    }
    return makesCredential(fallback)
        .thenCompose(makes ->
            makes ? readAlone(target.ref()) : engine.getAsync(text).thenApply(Optional::of));
  }

  /** Without the fallback, which may be read and would make a credential. */
  private CompletableFuture<Optional<Secret>> readAlone(SecretRef ref) {
    return engine.getUnjudged(ref).thenApply(Optional::of).exceptionally(Checking::orMissing);
  }

  private static Optional<Secret> orMissing(Throwable failure) {
    if (failure.getCause() instanceof SecretsException e && e.code() == ErrorCode.NOT_FOUND) {
      return Optional.empty();
    }
    throw new CompletionException(failure.getCause());
  }

  private CompletableFuture<Boolean> makesCredential(SecretRef ref) {
    return registry.slot(ref.store()).probe(ref.withoutField());
  }
}
