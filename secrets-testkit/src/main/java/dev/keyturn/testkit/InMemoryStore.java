package dev.keyturn.testkit;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.SecretRef;
import dev.keyturn.model.StoredSecret;
import dev.keyturn.spi.BatchStore;
import dev.keyturn.spi.StoreException;
import dev.keyturn.spi.TimeSource;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A store for tests, which does as it is told. Thread-safe.
 *
 * <p>A secret has a name such as {@code db-password} or {@code prod/db}: the path of its references. The
 * values put under a name are its versions {@code v1}, {@code v2} and so on; each stays readable with
 * {@code ?version=} until the secret is deleted, and then counting begins anew. There are no trees.
 *
 * <p>It plays the service as well as its client: closing it ends the fetches under way and nothing else,
 * so that one store may serve several {@code Secrets}.
 */
public final class InMemoryStore implements BatchStore {
  private final TimeSource time;
  private final Delays delays;
  private final Object lock = new Object();
  private final Map<String, MemSecret> secrets = new HashMap<>();
  private final Set<String> denied = new HashSet<>();
  private final Map<String, Integer> fetchesByName = new HashMap<>();
  private BiConsumer<String, byte[]> watcher = (name, value) -> {};
  private int fetches;
  private boolean batching;
  private Duration delay = Duration.ZERO;
  private ErrorCode failure = ErrorCode.UNAVAILABLE;
  private int failuresLeft;

  /** Makes an empty store that lives by the system's clock. */
  public InMemoryStore() {
    this(new RealTime());
  }

  /**
   * Makes an empty store.
   *
   * @param time what {@link #delay} waits by, mostly a {@link ManualTime}
   */
  public InMemoryStore(TimeSource time) {
    this.time = time;
    this.delays = new Delays(time);
  }

  /**
   * Stores a value as the new current version of a secret, which may be new.
   *
   * @param name the secret's name
   * @param value the value; may be empty
   * @throws IllegalArgumentException if no reference can have such a name
   */
  public void put(String name, String value) {
    put(name, value.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Stores a value as the new current version of a secret, which may be new.
   *
   * @param name the secret's name
   * @param value the value; copied; may be empty
   * @throws IllegalArgumentException if no reference can have such a name
   */
  public void put(String name, byte[] value) {
    String key = MemSecret.key(name);
    synchronized (lock) {
      watcher.accept(name, value.clone());
      secrets.computeIfAbsent(key, k -> new MemSecret()).add(value, time.instant());
    }
  }

  /**
   * Stores a value as the new current version of a secret that is there already.
   *
   * @param name the secret's name
   * @param value the value; may be empty
   * @throws IllegalArgumentException if there is no such secret
   */
  public void rotate(String name, String value) {
    synchronized (lock) {
      if (!secrets.containsKey(MemSecret.key(name))) {
        throw new IllegalArgumentException("there is no secret '" + name + "' to rotate");
      }
      put(name, value);
    }
  }

  /**
   * Removes a secret with all its versions, if it is there.
   *
   * @param name the secret's name
   */
  public void delete(String name) {
    synchronized (lock) {
      secrets.remove(MemSecret.key(name));
    }
  }

  /**
   * Refuses a secret from now on, whether it is there or not.
   *
   * @param name the secret's name
   */
  public void deny(String name) {
    synchronized (lock) {
      denied.add(MemSecret.key(name));
    }
  }

  /**
   * Undoes {@link #deny}.
   *
   * @param name the secret's name
   */
  public void allow(String name) {
    synchronized (lock) {
      denied.remove(MemSecret.key(name));
    }
  }

  /**
   * Lets the next fetches fail, of whatever secret; a batch counts as one. Replaces what an earlier call
   * has left.
   *
   * @param code how they fail
   * @param times how many; zero for none
   */
  public void failNext(ErrorCode code, int times) {
    synchronized (lock) {
      failure = code;
      failuresLeft = times;
    }
  }

  /**
   * Lets each fetch that begins from now on take a while. What it answers is settled when it begins. One
   * that would take longer than it may ends with {@code TIMEOUT} in time.
   *
   * @param duration how long; zero for none
   */
  public void delay(Duration duration) {
    synchronized (lock) {
      delay = duration;
    }
  }

  /**
   * Chooses whether several secrets are read with one fetch. They are not unless this is called.
   *
   * @param wanted whether
   */
  public void batching(boolean wanted) {
    synchronized (lock) {
      batching = wanted;
    }
  }

  /** {@return how many fetches have begun, failed ones included; a batch counts as one} */
  public int fetches() {
    synchronized (lock) {
      return fetches;
    }
  }

  /**
   * Counts the fetches of one secret.
   *
   * @param name the secret's name
   * @return how many have begun, whatever the version, batches that held it included
   */
  public int fetches(String name) {
    synchronized (lock) {
      return fetchesByName.getOrDefault(MemSecret.key(name), 0);
    }
  }

  @Override
  public StoredSecret fetch(SecretRef ref, Duration timeout)
      throws StoreException, InterruptedException {
    return fetch(ref, timeout, delays);
  }

  StoredSecret fetch(SecretRef ref, Duration timeout, Delays pauses)
      throws StoreException, InterruptedException {
    Answer answer;
    synchronized (lock) {
      pauses.begin();
      answer = answer(List.of(ref));
    }
    pauses.sit(answer.delay, timeout);
    return answer.only().get();
  }

  @Override
  public Map<SecretRef, Result> fetchAll(Collection<SecretRef> refs, Duration timeout)
      throws StoreException, InterruptedException {
    return fetchAll(refs, timeout, delays);
  }

  Map<SecretRef, Result> fetchAll(Collection<SecretRef> refs, Duration timeout, Delays pauses)
      throws StoreException, InterruptedException {
    Answer answer;
    synchronized (lock) {
      if (!batching) {
        return Map.of();
      }
      pauses.begin();
      answer = answer(refs);
    }
    pauses.sit(answer.delay, timeout);
    return answer.all();
  }

  /** One fetch: counted, and decided before it is delayed. */
  private Answer answer(Collection<SecretRef> refs) {
    fetches++;
    refs.forEach(ref -> fetchesByName.merge(MemSecret.key(ref), 1, Integer::sum));
    if (failuresLeft > 0) {
      failuresLeft--;
      return new Answer(
          delay, new StoreException(failure, "the test lets this fetch fail"), Map.of());
    }
    Map<SecretRef, Result> results = new LinkedHashMap<>();
    refs.forEach(ref -> results.put(ref, result(ref)));
    return new Answer(delay, null, results);
  }

  private Result result(SecretRef ref) {
    try {
      check(ref);
      return Result.of(read(ref));
    } catch (StoreException e) {
      return Result.failed(e);
    }
  }

  private StoredSecret read(SecretRef ref) throws StoreException {
    String key = MemSecret.key(ref);
    if (denied.contains(key)) {
      throw new StoreException(ErrorCode.DENIED, "the test denies it; allow(name) undoes that");
    }
    MemSecret secret = secrets.get(key);
    if (secret == null) {
      throw new StoreException(
          ErrorCode.NOT_FOUND, "nothing was put under this name; put(name, value) does so");
    }
    return secret.read(ref.version());
  }

  private static void check(SecretRef ref) throws StoreException {
    if (ref.isTree()) {
      throw new StoreException(
          ErrorCode.INVALID_REFERENCE, "this store has no trees; leave the last '/' out");
    }
  }

  /** {@return the version before the current one, once there is one} */
  @Override
  public List<SecretRef> candidates(SecretRef ref) {
    synchronized (lock) {
      MemSecret secret = secrets.get(MemSecret.key(ref));
      return secret == null
          ? List.of()
          : secret.previousVersion().map(ref::withVersion).stream().toList();
    }
  }

  @Override
  public Map<String, String> describe() {
    return Map.of("address", "in memory");
  }

  /** Ends the fetches under way, as {@code UNAVAILABLE}. */
  @Override
  public void close() {
    delays.end();
  }

  /** Shows every name and value to somebody before it can be fetched. */
  void watch(BiConsumer<String, byte[]> newWatcher) {
    synchronized (lock) {
      watcher = newWatcher;
    }
  }

  /** What one fetch will give once its delay is over. */
  private record Answer(
      Duration delay, @Nullable StoreException failure, Map<SecretRef, Result> results) {
    Map<SecretRef, Result> all() throws StoreException {
      if (failure != null) {
        throw failure;
      }
      return results;
    }

    Result only() throws StoreException {
      return all().values().iterator().next();
    }
  }
}
