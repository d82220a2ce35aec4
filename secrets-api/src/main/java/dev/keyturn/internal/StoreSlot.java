package dev.keyturn.internal;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.SecretRef;
import dev.keyturn.spi.SecretStore;
import dev.keyturn.spi.SecretStoreProvider;
import dev.keyturn.spi.StoreContext;
import dev.keyturn.spi.StoreException;
import dev.keyturn.spi.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** One store by its name: opened at its first use, with its places, its pauses and its deadline. */
final class StoreSlot {
  /** A provider that overruns its timeout by this is interrupted. */
  private static final Duration OVERRUN = Duration.ofSeconds(1);

  private final Core core;
  private final StoreSettings settings;
  private final @Nullable SecretStoreProvider provider;
  private final Function<StoreSlot, StoreContext> context;
  private final Outage outage;
  private final Places places;
  private final SecretLoader loader;
  private final Queue<Flight> delayed =
      new PriorityQueue<>((a, b) -> Long.signum(a.startAt() - b.startAt()));
  private final Object opening = new Object();
  private volatile @Nullable SecretStore store;
  private volatile boolean accepted;
  private TimeSource.@Nullable Timer timer;

  StoreSlot(
      Core core,
      StoreSettings settings,
      @Nullable SecretStoreProvider provider,
      Function<StoreSlot, StoreContext> context) {
    this.core = core;
    this.settings = settings;
    this.provider = provider;
    this.context = context;
    this.store = settings.instance();
    this.outage = new Outage(core, settings.name());
    this.places = new Places(core.time, settings.name());
    this.loader = new SecretLoader(core, this);
  }

  String name() {
    return settings.name();
  }

  StoreSettings settings() {
    return settings;
  }

  Outage outage() {
    return outage;
  }

  Duration timeout() {
    return settings.timeout().orElse(core.settings.timeout());
  }

  /** The provider's word on a reference; nothing is opened. */
  void check(SecretRef ref) throws StoreException {
    if (provider != null) {
      provider.check(ref);
    }
  }

  // ---- the store itself -----------------------------------------------------------------------

  /** Opens the store if need be; on a thread of the engine, since an SDK may take its time to load. */
  SecretStore open() throws StoreException {
    SecretStore opened = store;
    if (opened != null) {
      return opened;
    }
    synchronized (opening) {
      if (store == null) {
        if (core.isClosed()) {
          throw new StoreException(ErrorCode.CLOSED, "these Secrets have been closed");
        }
        store = Objects.requireNonNull(provider).open(context.apply(this));
      }
      return Objects.requireNonNull(store);
    }
  }

  @Nullable
  SecretStore opened() {
    return store;
  }

  @Nullable
  SecretStoreProvider provider() {
    return provider;
  }

  ClassLoader classLoader() {
    Object whose = provider == null ? Objects.requireNonNull(settings.instance()) : provider;
    return whose.getClass().getClassLoader();
  }

  /** Whether the store has accepted us since it last did not. */
  boolean wasAccepted() {
    return accepted;
  }

  void accepted(boolean was) {
    accepted = was;
  }

  // ---- fetches --------------------------------------------------------------------------------

  /** Makes the attempt at its time. */
  void launch(Flight flight) {
    launchAll(List.of(flight));
  }

  /** Makes the attempts at their times, together where the store can. */
  void launchAll(List<Flight> flights) {
    List<Flight> now = new ArrayList<>();
    synchronized (delayed) {
      for (Flight flight : flights) {
        if (Nanos.isBefore(core.now(), flight.startAt())) {
          delayed.add(flight);
        } else {
          now.add(flight);
        }
      }
      arm();
    }
    submit(now);
  }

  private void arm() {
    Flight next = delayed.peek();
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
    if (next != null) {
      timer = core.time.schedule(Nanos.until(next.startAt(), core.now()), this::launchDue);
    }
  }

  private void launchDue() {
    List<Flight> due = new ArrayList<>();
    synchronized (delayed) {
      while (!delayed.isEmpty() && !Nanos.isBefore(core.now(), delayed.element().startAt())) {
        due.add(delayed.remove());
      }
      arm();
    }
    submit(due);
  }

  /** The store gave its word on a secret; if it was down, nobody need wait for it any longer. */
  void answered(Entry entry, long askedAt) {
    if (outage.answered(entry, askedAt)) {
      submit(hurried());
    }
  }

  private List<Flight> hurried() {
    List<Flight> waiting;
    synchronized (delayed) {
      waiting = List.copyOf(delayed);
    }
    List<Flight> released = new ArrayList<>();
    for (Flight flight : waiting) {
      if (flight.entry.isReleased()) {
        synchronized (delayed) {
          if (delayed.remove(flight)) {
            flight.startNow(core.now());
            released.add(flight);
          }
          arm();
        }
      }
    }
    return released;
  }

  private void submit(List<Flight> flights) {
    long end = Nanos.plus(core.now(), timeout());
    List<Flight> fetches = new ArrayList<>();
    for (Flight flight : flights) {
      if (flight.kind == Flight.Kind.FETCH) {
        fetches.add(flight);
      } else {
        single(flight, end);
      }
    }
    if (fetches.size() > 1) {
      inLine(
          fetches,
          end,
          deadline -> loader.loadAll(fetches, deadline).forEach(left -> single(left, end)));
    } else {
      fetches.forEach(fetch -> single(fetch, end));
    }
  }

  private void single(Flight flight, long end) {
    inLine(List.of(flight), end, deadline -> loader.load(flight, deadline));
  }

  /** Asks whether a fetch would make a credential; none is made. */
  CompletableFuture<Boolean> probe(SecretRef ref) {
    return inquire(ref, (opened, timeout) -> opened.probe(ref, timeout));
  }

  /** Opens the store and asks nothing of it. */
  CompletableFuture<Boolean> tryOpen() {
    return inquire(null, (opened, timeout) -> true);
  }

  /** Puts a question that is no fetch, and sees to it that it is answered within the store's deadline. */
  private CompletableFuture<Boolean> inquire(
      @Nullable SecretRef ref, SecretLoader.Inquiry inquiry) {
    CompletableFuture<Boolean> answer = new CompletableFuture<>();
    long deadline = Nanos.plus(core.now(), timeout());
    TimeSource.Timer overrun = core.time.schedule(
        timeout().plus(OVERRUN),
        () -> answer.completeExceptionally(Wrapping.timeout(settings).toException(ref)));
    try {
      places.run(() -> {
        loader.inquire(ref, inquiry, deadline, answer);
        overrun.cancel();
      });
    } catch (RuntimeException | Error e) {
      overrun.cancel();
      answer.completeExceptionally(Failure.noThread(e).toException(ref));
    }
    return answer;
  }

  /** Makes an attempt once there is a place for it. It ends, also where the provider does not. */
  private void inLine(List<Flight> flights, long end, LongConsumer attempt) {
    try {
      begin(flights, end, attempt);
    } catch (RuntimeException | Error e) {
      Outcome failed = new Outcome.Failed(Failure.noThread(e), null);
      flights.forEach(flight -> flight.end(failed));
    }
  }

  private void begin(List<Flight> flights, long end, LongConsumer attempt) {
    flights.forEach(flight -> watch(flight, end));
    places.run(() -> {
      Duration most = timeout().dividedBy(2); // a black hole leaves room for a second attempt
      long deadline = Nanos.earlier(end, Nanos.plus(core.now(), most));
      flights.forEach(flight -> watch(flight, Nanos.plus(deadline, OVERRUN)));
      attempt.accept(deadline);
    });
  }

  private void watch(Flight flight, long end) {
    flight.watchedBy(core.time.schedule(Nanos.until(end, core.now()), () -> overdue(flight)));
  }

  /** Off the timers' thread: to be told of a failure, a log may take its time. */
  private void overdue(Flight flight) {
    try {
      core.time.execute(() -> overrun(flight));
    } catch (RuntimeException | Error e) { // no thread to be had
      overrun(flight);
    }
  }

  private void overrun(Flight flight) {
    flight.end(new Outcome.Failed(Wrapping.timeout(settings), null));
    flight.interrupt();
  }

  // ---- the end --------------------------------------------------------------------------------

  void stop() {
    outage.stop();
    synchronized (delayed) {
      delayed.clear();
      arm();
    }
  }

  /** Closes the store if it was opened; whatever it throws is logged as a class name. */
  void close() {
    SecretStore opened;
    synchronized (opening) {
      opened = store;
    }
    if (opened == null) {
      return;
    }
    try {
      opened.close();
    } catch (RuntimeException | Error e) {
      Core.LOG.log(
          System.Logger.Level.WARNING,
          () -> "Keyturn: store " + name() + " failed to close: " + e.getClass().getName());
    }
  }

  @Override
  public String toString() {
    return "StoreSlot[" + name() + "]";
  }
}
