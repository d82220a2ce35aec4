package dev.keyturn.testkit.internal.http;

import java.time.Duration;
import java.util.Arrays;
import java.util.function.Function;

/**
 * What is done to one call: which answer it gets, and how that travels.
 *
 * @param answer what is answered
 * @param manner how it is sent
 * @param pace for {@link Manner#DRIP}, the time between two bytes; else zero
 */
public record Effect(Function<Call, Answer> answer, Manner manner, Duration pace) {
  /** Nothing is done: the service's own answer, sent whole. */
  static final Effect NONE = of(Call::answer);

  /** How an answer travels. */
  public enum Manner {
    /** As it should. */
    WHOLE,
    /** Half of the body, then the connection is closed. */
    CUT,
    /** One byte at a time. */
    DRIP,
    /** Not at all; the connection stays open. */
    NEVER
  }

  /**
   * Answers something else.
   *
   * @param answer the other answer
   * @return the effect
   */
  public static Effect of(Function<Call, Answer> answer) {
    return new Effect(answer, Manner.WHOLE, Duration.ZERO);
  }

  /**
   * Sends the service's own answer in another manner.
   *
   * @param manner how
   * @return the effect
   */
  public static Effect sent(Manner manner) {
    return new Effect(Call::answer, manner, Duration.ZERO);
  }

  /**
   * Sends the service's own answer slowly.
   *
   * @param pace the time between two bytes
   * @return the effect
   */
  public static Effect dripping(Duration pace) {
    return new Effect(Call::answer, Manner.DRIP, pace);
  }

  /** {@return the first half of the service's own answer, as if it were all} */
  public static Effect halved() {
    return of(call -> {
      Answer whole = call.answer();
      return whole.withBody(Arrays.copyOf(whole.body(), whole.body().length / 2));
    });
  }
}
