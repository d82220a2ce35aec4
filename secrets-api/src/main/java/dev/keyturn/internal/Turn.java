package dev.keyturn.internal;

import dev.keyturn.spi.TimeSource;
import org.jspecify.annotations.Nullable;

/** Leave to try a value. Each is one of its own; what may change is guarded by the doubt's lock. */
final class Turn {
  /** The value. */
  final Base base;

  /** Whether it is another version than the store's current one. */
  final boolean candidate;

  /** The generation of the store's current value when the leave was given. */
  final long on;

  /** When the leave was given. */
  final long since;

  /** What was believed when the leave was given, or when its value was taken as accepted. */
  int belief;

  /** Ends a trial that takes long; null where nobody waits for the outcome. */
  TimeSource.@Nullable Timer end;

  Turn(Base base, boolean candidate, long on, long since, int belief) {
    this.base = base;
    this.candidate = candidate;
    this.on = on;
    this.since = since;
    this.belief = belief;
  }
}
