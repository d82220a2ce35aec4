package dev.keyturn.internal;

import org.jspecify.annotations.Nullable;

/**
 * The last good answer, and until when it serves. All points are on the monotonic clock.
 *
 * @param base the value
 * @param readAt when the value was last read whole, not only said to be unchanged
 * @param refreshAt when it is asked for anew if somebody wants it
 * @param freshUntil until when it is handed out without a question
 * @param staleUntil until when it may stand in while the store fails
 * @param held the lease it lives by, or null
 */
record Good(
    Base base,
    long readAt,
    long refreshAt,
    long freshUntil,
    long staleUntil,
    @Nullable Held held) {
  Good withRefreshAt(long point) {
    return new Good(base, readAt, point, freshUntil, staleUntil, held);
  }

  /** Due now, but still there if the store fails; unless it is leased, and its lease not known to live. */
  Good due(long now) {
    if (held != null) {
      return new Good(base, readAt, now, now, now, held);
    }
    return new Good(base, readAt, now, Nanos.earlier(freshUntil, now), staleUntil, held);
  }

  boolean isFresh(long now) {
    return Nanos.isBefore(now, freshUntil);
  }

  boolean mayStandIn(long now) {
    return Nanos.isBefore(now, staleUntil);
  }
}
