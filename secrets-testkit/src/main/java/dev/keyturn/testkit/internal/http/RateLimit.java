package dev.keyturn.testkit.internal.http;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/** So many calls in any one second. Not safe for use by several threads. */
final class RateLimit {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final int perSecond;
  private final Deque<Long> admitted = new ArrayDeque<>();

  RateLimit(int perSecond) {
    this.perSecond = perSecond;
  }

  boolean admit(long now) {
    while (!admitted.isEmpty() && now - admitted.getFirst() >= SECOND) {
      admitted.removeFirst();
    }
    if (admitted.size() >= perSecond) {
      return false;
    }
    admitted.addLast(now);
    return true;
  }
}
