package dev.keyturn;

import dev.keyturn.internal.Engine;

/** Skeleton; the builder follows. */
public final class SecretsBuilder {
  SecretsBuilder() {}

  SecretsBuilder findConfig() {
    return this;
  }

  public Secrets build() {
    throw new UnsupportedOperationException(Engine.class.getName());
  }
}
