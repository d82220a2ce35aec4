package dev.keyturn.testkit.internal.http;

import dev.keyturn.spi.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Counts calls and decides what befalls each of them. A set of targets, operations or secrets, says
 * which calls are meant; the empty set means all. Safe for use by many threads.
 */
public final class Faults {
  private final TimeSource time;
  private final Map<String, Integer> counts = new HashMap<>();
  private int total;
  private final Set<String> denied = new HashSet<>();
  private final Map<Set<String>, Duration> delays = new HashMap<>();
  private final Map<Set<String>, RateLimit> limits = new HashMap<>();
  private final List<Fault> queue = new ArrayList<>();

  /**
   * Creates an empty set of faults.
   *
   * @param time what rate limits are measured by
   */
  public Faults(TimeSource time) {
    this.time = time;
  }

  /**
   * Adds a fault behind those already waiting.
   *
   * @param targets which calls
   * @param times how many of them
   * @param effect what is done to each
   */
  public synchronized void add(Set<String> targets, int times, Effect effect) {
    queue.add(new Fault(targets, times, effect));
  }

  /**
   * Refuses from now on.
   *
   * @param target an operation or a secret
   */
  public synchronized void deny(String target) {
    denied.add(target);
  }

  /**
   * Ends a refusal.
   *
   * @param target an operation or a secret
   */
  public synchronized void allow(String target) {
    denied.remove(target);
  }

  /**
   * Tells whether something is refused.
   *
   * @param target an operation or a secret
   * @return true if it is
   */
  public synchronized boolean isDenied(String target) {
    return denied.contains(target);
  }

  /**
   * Holds answers back; replaces an earlier delay of the same targets.
   *
   * @param targets which calls
   * @param delay how long
   */
  public synchronized void delay(Set<String> targets, Duration delay) {
    delays.put(targets, delay);
  }

  /**
   * Throttles what goes beyond a rate; replaces an earlier limit of the same targets.
   *
   * @param targets which calls, counted together
   * @param perSecond how many in any one second
   */
  public synchronized void limit(Set<String> targets, int perSecond) {
    limits.put(targets, new RateLimit(perSecond));
  }

  /** Takes back every fault; the counts stay. */
  public synchronized void clear() {
    denied.clear();
    delays.clear();
    limits.clear();
    queue.clear();
  }

  /** Begins counting anew; the faults stay. */
  public synchronized void clearCounts() {
    counts.clear();
    total = 0;
  }

  /** {@return how many calls there were} */
  public synchronized int calls() {
    return total;
  }

  /**
   * Counts some of the calls.
   *
   * @param target an operation or a secret
   * @return how many calls were that operation, or named that secret
   */
  public synchronized int calls(String target) {
    return counts.getOrDefault(target, 0);
  }

  /**
   * Blocks until enough calls have arrived.
   *
   * @param target an operation or a secret
   * @param count how many
   * @throws InterruptedException if the thread is interrupted
   */
  public synchronized void awaitCalls(String target, int count) throws InterruptedException {
    while (calls(target) < count) {
      wait();
    }
  }

  /** What is to be done with one call. */
  record Plan(Duration delay, Effect effect) {}

  synchronized Plan plan(Call call) {
    Set<String> names = names(call);
    return new Plan(delayOf(names), effectOn(call, names));
  }

  /** To be called once the answer is on its way, or as good as: somebody may wait for it. */
  synchronized void count(Call call) {
    total++;
    names(call).forEach(name -> counts.merge(name, 1, Integer::sum));
    notifyAll();
  }

  private static Set<String> names(Call call) {
    Set<String> names = new HashSet<>(call.subjects());
    names.add(call.operation());
    return names;
  }

  private Duration delayOf(Set<String> names) {
    Duration longest = Duration.ZERO;
    for (Map.Entry<Set<String>, Duration> entry : delays.entrySet()) {
      boolean longer = entry.getValue().compareTo(longest) > 0;
      longest = longer && Fault.concerns(entry.getKey(), names) ? entry.getValue() : longest;
    }
    return longest;
  }

  private Effect effectOn(Call call, Set<String> names) {
    Effect queued = nextOf(names);
    if (queued != null) {
      return queued;
    }
    if (isOverLimit(names)) {
      return Effect.of(Call::throttled);
    }
    if (denied.contains(call.operation())) {
      return Effect.of(asked -> asked.denied(null));
    }
    for (String subject : call.refusesEach() ? List.<String>of() : call.subjects()) {
      if (denied.contains(subject)) {
        return Effect.of(asked -> asked.denied(subject));
      }
    }
    return Effect.NONE;
  }

  private @Nullable Effect nextOf(Set<String> names) {
    for (Iterator<Fault> faults = queue.iterator(); faults.hasNext(); ) {
      Fault fault = faults.next();
      if (Fault.concerns(fault.targets, names)) {
        if (fault.isSpent()) {
          faults.remove();
        }
        return fault.effect;
      }
    }
    return null;
  }

  private boolean isOverLimit(Set<String> names) {
    boolean over = false;
    for (Map.Entry<Set<String>, RateLimit> entry : limits.entrySet()) {
      over |= Fault.concerns(entry.getKey(), names) && !entry.getValue().admit(time.nanos());
    }
    return over;
  }

  /** A fault that befalls the next few calls. */
  private static final class Fault {
    final Set<String> targets;
    final Effect effect;
    private int left;

    Fault(Set<String> targets, int times, Effect effect) {
      this.targets = targets;
      this.left = times;
      this.effect = effect;
    }

    /** Takes one use of it; true if that was the last. */
    boolean isSpent() {
      return --left == 0;
    }

    static boolean concerns(Set<String> targets, Set<String> names) {
      return targets.isEmpty() || targets.stream().anyMatch(names::contains);
    }
  }
}
