package dev.keyturn.internal;

/** Leave to try a value. Each is one of its own. */
final class Turn {
  /** The value. */
  final Base base;

  /** Whether others wait for the outcome. */
  final boolean trial;

  /** Whether it is another version than the store's current one. */
  final boolean candidate;

  /** The generation of the store's current value when the leave was given. */
  final long on;

  Turn(Base base, boolean trial, boolean candidate, long on) {
    this.base = base;
    this.trial = trial;
    this.candidate = candidate;
    this.on = on;
  }
}
