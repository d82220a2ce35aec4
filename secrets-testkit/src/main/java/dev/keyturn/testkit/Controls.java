package dev.keyturn.testkit;

import dev.keyturn.testkit.internal.http.Answer;
import dev.keyturn.testkit.internal.http.Effect;
import dev.keyturn.testkit.internal.http.EmulatorServer;
import dev.keyturn.testkit.internal.http.Faults;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What can go wrong with an emulated service, and how often it was asked. The same for every emulator.
 *
 * <p>An <em>operation</em> is named in the service's own word, such as {@code GetSecretValue}; a
 * <em>secret</em> by the name under which it was put. A fault concerns every call, or, after {@link
 * #on}, the calls that are one of some operations or name one of some secrets.
 *
 * <p>Faults with a number of times wait in one line: each call takes the first that concerns it, and no
 * other. What is left when none waits are rate limits, then refusals, then the service's own answer.
 * A delay comes on top of any of them. Each method returns this object, and is safe for use by many
 * threads.
 */
public final class Controls {
  /** For {@code times}: until {@link #heal}. */
  public static final int ALWAYS = Integer.MAX_VALUE;

  private final Faults faults;
  private final EmulatorServer server;
  private final Set<String> targets;

  Controls(Faults faults, EmulatorServer server) {
    this(faults, server, Set.of());
  }

  private Controls(Faults faults, EmulatorServer server, Set<String> targets) {
    this.faults = faults;
    this.server = server;
    this.targets = targets;
  }

  /**
   * Narrows what faults concern.
   *
   * @param operationsOrSecrets names, any of which a call must be or name
   * @return controls of the same emulator whose delay, limit and faults with a number of times concern
   *     those calls alone
   */
  public Controls on(String... operationsOrSecrets) {
    return new Controls(faults, server, Set.of(operationsOrSecrets));
  }

  /**
   * Refuses from now on, as the service refuses those without the right to it.
   *
   * @param operationOrSecret what is refused
   * @return this object
   */
  public Controls deny(String operationOrSecret) {
    faults.deny(Objects.requireNonNull(operationOrSecret, "operationOrSecret"));
    return this;
  }

  /**
   * Ends a refusal.
   *
   * @param operationOrSecret what was refused
   * @return this object
   */
  public Controls allow(String operationOrSecret) {
    faults.allow(Objects.requireNonNull(operationOrSecret, "operationOrSecret"));
    return this;
  }

  /**
   * Asks for fewer calls, in the service's own form and without saying when to come back.
   *
   * @param times how many calls are throttled
   * @return this object
   */
  public Controls throttle(int times) {
    return queue(times, Effect.of(call -> call.throttled()));
  }

  /**
   * Asks for fewer calls, in the service's own form.
   *
   * @param times how many calls are throttled
   * @param retryAfter sent as {@code Retry-After}, in seconds rounded up
   * @return this object
   */
  public Controls throttle(int times, Duration retryAfter) {
    String seconds = Long.toString(retryAfter.plusNanos(999_999_999).toSeconds());
    return queue(times, Effect.of(call -> call.throttled().with("Retry-After", seconds)));
  }

  /**
   * Throttles the calls beyond a rate, until {@link #heal}.
   *
   * @param perSecond how many calls are answered in any one second, all that are concerned together
   * @return this object
   */
  public Controls limit(int perSecond) {
    if (perSecond < 0) {
      throw new IllegalArgumentException("perSecond is negative: " + perSecond);
    }
    faults.limit(targets, perSecond);
    return this;
  }

  /**
   * Fails with a status and the error that is usual with it.
   *
   * @param times how many calls fail
   * @param status the HTTP status
   * @return this object
   */
  public Controls fail(int times, int status) {
    return queue(times, Effect.of(call -> call.failed(status, null)));
  }

  /**
   * Fails with one of the service's own errors.
   *
   * @param times how many calls fail
   * @param status the HTTP status
   * @param code the error, in the service's own word, such as {@code DecryptionFailure}
   * @return this object
   */
  public Controls fail(int times, int status, String code) {
    Objects.requireNonNull(code, "code");
    return queue(times, Effect.of(call -> call.failed(status, code)));
  }

  /**
   * Holds every answer back, until {@link #heal}; replaces the earlier delay of the same calls. The
   * answer is made after the delay, of what is true by then.
   *
   * @param delay how long, on the emulator's time source; zero for no delay
   * @return this object
   */
  public Controls delay(Duration delay) {
    faults.delay(targets, delay);
    return this;
  }

  /**
   * Takes requests and never answers them. Their connections stay open until the emulator is closed.
   *
   * @param times how many calls
   * @return this object
   */
  public Controls blackHole(int times) {
    return queue(times, Effect.sent(Effect.Manner.NEVER));
  }

  /**
   * Closes the connection in the middle of the body.
   *
   * @param times how many calls
   * @return this object
   */
  public Controls cut(int times) {
    return queue(times, Effect.sent(Effect.Manner.CUT));
  }

  /**
   * Sends the first half of the body as if it were all of it.
   *
   * @param times how many calls
   * @return this object
   */
  public Controls truncate(int times) {
    return queue(times, Effect.halved());
  }

  /**
   * Sends the body one byte at a time.
   *
   * @param times how many calls
   * @param pace the time between two bytes, on the emulator's time source
   * @return this object
   */
  public Controls drip(int times, Duration pace) {
    return queue(times, Effect.dripping(pace));
  }

  /**
   * Answers something that the service would never say, as a proxy or a captive portal does.
   *
   * @param times how many calls
   * @param status the HTTP status
   * @param contentType the type of the body
   * @param body the body, sent as UTF-8; may be empty
   * @return this object
   */
  public Controls answer(int times, int status, String contentType, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    Answer answer = new Answer(status, Map.of("Content-Type", contentType), bytes);
    return queue(times, Effect.of(call -> answer));
  }

  /**
   * Sends the caller somewhere else, with status 307.
   *
   * @param times how many calls
   * @param elsewhere where to
   * @return this object
   */
  public Controls redirect(int times, URI elsewhere) {
    Answer answer = new Answer(307, Map.of("Location", elsewhere.toString()), new byte[0]);
    return queue(times, Effect.of(call -> answer));
  }

  /**
   * Closes every connection and refuses new ones.
   *
   * @return this object
   */
  public Controls goDown() {
    server.goDown();
    return this;
  }

  /**
   * Accepts connections again, at the same address.
   *
   * @return this object
   */
  public Controls comeBack() {
    server.comeBack();
    return this;
  }

  /**
   * Takes back every fault, limit, delay and refusal, whatever it concerns. Counts stay, and an
   * emulator that is down stays down.
   *
   * @return this object
   */
  public Controls heal() {
    faults.clear();
    return this;
  }

  /** {@return how many requests have arrived, answered or not} */
  public int calls() {
    return faults.calls();
  }

  /**
   * Counts some of the requests that have arrived, answered or not.
   *
   * @param operationOrSecret which
   * @return how many were that operation, or named that secret; one that names it twice counts once
   */
  public int calls(String operationOrSecret) {
    return faults.calls(operationOrSecret);
  }

  /**
   * Blocks until requests have arrived, answered or not: so a test knows that a black hole holds one.
   *
   * @param operationOrSecret which requests
   * @param count how many, since the emulator was started or {@link #forgetCalls} was called
   * @throws InterruptedException if the thread is interrupted
   */
  public void awaitCalls(String operationOrSecret, int count) throws InterruptedException {
    faults.awaitCalls(operationOrSecret, count);
  }

  /**
   * Begins counting anew.
   *
   * @return this object
   */
  public Controls forgetCalls() {
    faults.clearCounts();
    return this;
  }

  private Controls queue(int times, Effect effect) {
    if (times < 1) {
      throw new IllegalArgumentException("times must be 1 or more, not " + times);
    }
    faults.add(targets, times, effect);
    return this;
  }
}
