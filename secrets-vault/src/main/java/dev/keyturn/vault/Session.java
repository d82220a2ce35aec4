package dev.keyturn.vault;

import java.time.Duration;

/** A token, and how long it lives, by a clock that nobody sets. */
final class Session {
  /** A server rounds down; only what is shorter by more than that was cut. */
  private static final Duration ROUNDING = Duration.ofSeconds(1);

  private static final Duration SHORTEST = Duration.ofMillis(1);

  private final String token;
  private final boolean own;
  private final Life first;
  private volatile Life life;
  private volatile boolean lost;

  /**
   * What a login or a renewal granted.
   *
   * @param start when it was asked for
   * @param duration how long from then; zero for a token that never ends
   * @param renewable whether it may be extended
   */
  record Life(long start, Duration duration, boolean renewable) {
    boolean isEndless() {
      return duration.isZero();
    }

    Duration left(long now) {
      Duration left = duration.minusNanos(now - start);
      return left.isNegative() ? Duration.ZERO : left;
    }

    /** Whether two thirds of it have passed. */
    boolean isAging(long now) {
      return !isEndless() && left(now).compareTo(duration.dividedBy(3)) <= 0;
    }
  }

  /**
   * Makes a session.
   *
   * @param own whether we logged in, and may log out
   */
  Session(String token, boolean own, Life life) {
    this.token = token;
    this.own = own;
    this.first = life;
    this.life = life;
  }

  String token() {
    return token;
  }

  boolean isOwn() {
    return own;
  }

  /** How long the server is asked to extend it: as long as at first. */
  Duration wanted() {
    return first.duration();
  }

  Life life() {
    return life;
  }

  /** Takes what a renewal granted; less than was asked for is the last. */
  void renewed(long start, Duration granted, boolean renewable) {
    boolean cut = granted.compareTo(wanted().minus(ROUNDING)) < 0;
    life = new Life(start, granted, renewable && !cut);
  }

  /** It cannot be extended any more. */
  void notRenewable() {
    Life now = life;
    life = new Life(now.start(), now.duration(), false);
  }

  /** The server does not know it any more. */
  void lose() {
    lost = true;
  }

  boolean isOver(long now) {
    return lost || (!life.isEndless() && life.left(now).isZero());
  }

  /** Whether it is time to extend it. */
  boolean isDue(long now) {
    Life current = life;
    return current.renewable() && current.isAging(now);
  }

  /** Whether it cannot be extended and two thirds of its life have passed. */
  boolean isFading(long now) {
    Life current = life;
    return !current.renewable() && current.isAging(now);
  }

  /** Whether what is made with it now would live for less than two thirds of what a new one gives. */
  boolean isTooShortToLease(long now) {
    Life current = life;
    return !current.isEndless()
        && !current.renewable()
        && current.left(now).compareTo(wanted().multipliedBy(2).dividedBy(3)) <= 0;
  }

  /** A duration that begins now, cut where the token ends; never zero, which would mean "for ever". */
  Duration cap(Duration duration, long now) {
    Life current = life;
    if (current.isEndless()) {
      return duration;
    }
    Duration left = current.left(now);
    if (duration.isZero()) {
      return left; // no end of its own
    }
    Duration cut = left.compareTo(duration) < 0 ? left : duration;
    return cut.compareTo(SHORTEST) < 0 ? SHORTEST : cut;
  }

  /** {@return how long it lives, without the token} */
  @Override
  public String toString() {
    return "Session[" + life.duration() + (own ? ", own]" : "]");
  }
}
