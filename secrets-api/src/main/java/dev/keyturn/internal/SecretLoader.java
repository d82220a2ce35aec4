package dev.keyturn.internal;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.SecretRef;
import dev.keyturn.model.SecretsObserver;
import dev.keyturn.model.StoredSecret;
import dev.keyturn.spi.BatchStore;
import dev.keyturn.spi.LeasingStore;
import dev.keyturn.spi.SecretStore;
import dev.keyturn.spi.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Calls a store, once, on a thread of the engine, and turns whatever comes of it into an {@link Outcome}.
 */
final class SecretLoader {
  /** Until when the fetch on this thread lasts; what it needs from other stores shares the deadline. */
  private static final ThreadLocal<Long> DEADLINE = new ThreadLocal<>();

  private final Core core;
  private final StoreSlot slot;

  SecretLoader(Core core, StoreSlot slot) {
    this.core = core;
    this.slot = slot;
  }

  /** What is left of the deadline of the fetch that this thread makes; the store's own elsewhere. */
  static long deadlineOr(long otherwise) {
    Long deadline = DEADLINE.get();
    return deadline == null ? otherwise : deadline;
  }

  /** Makes one attempt and ends the flight with its outcome. */
  void load(Flight flight, long deadline) {
    if (endsAllIfClosed(List.of(flight)) || flight.isEnded()) {
      return;
    }
    long began = core.now();
    Outcome outcome = guarded(List.of(flight), deadline, () -> ask(flight, deadline));
    if (!(outcome instanceof Outcome.Failed)) {
      slot.accepted(true);
    }
    tell(flight, outcome, began);
    settle(flight, outcome);
  }

  /** Who waited for a place until the close gets none: no store is called once it has begun. */
  private boolean endsAllIfClosed(List<Flight> flights) {
    if (core.isClosed()) {
      flights.forEach(flight -> flight.end(new Outcome.Failed(Failure.CLOSED, null)));
    }
    return core.isClosed();
  }

  private void settle(Flight flight, Outcome outcome) {
    if (!flight.end(outcome) && outcome instanceof Outcome.Value late) {
      late.stored().lease().ifPresent(lease -> core.leases.drop(slot, lease));
    }
  }

  /** Makes one attempt for several; what the store leaves out is given back. */
  List<Flight> loadAll(List<Flight> flights, long deadline) {
    Map<SecretRef, Flight> open = new LinkedHashMap<>();
    flights.stream().filter(f -> !f.isEnded()).forEach(f -> open.put(f.entry.ref, f));
    if (endsAllIfClosed(flights) || open.isEmpty()) {
      return List.of();
    }
    long began = core.now();
    Map<SecretRef, BatchStore.Result> results = new LinkedHashMap<>();
    Outcome whole = guarded(flights, deadline, () -> askAll(open, deadline, results));
    if (!results.isEmpty()) {
      slot.accepted(true);
    }
    List<Flight> left = new ArrayList<>();
    open.forEach((ref, flight) -> {
      Outcome outcome = whole instanceof Outcome.Failed ? whole : batched(results.get(ref));
      if (outcome == null) {
        left.add(flight);
      } else {
        tell(flight, outcome, began);
        settle(flight, outcome);
      }
    });
    return left;
  }

  private Outcome askAll(
      Map<SecretRef, Flight> open, long deadline, Map<SecretRef, BatchStore.Result> results)
      throws StoreException, InterruptedException {
    if (slot.open() instanceof BatchStore store) {
      results.putAll(store.fetchAll(List.copyOf(open.keySet()), left(deadline)));
    }
    return new Outcome.Unchanged();
  }

  private @Nullable Outcome batched(BatchStore.@Nullable Result result) {
    if (result == null) {
      return null;
    }
    try {
      return value(result.get());
    } catch (StoreException e) {
      return failed(e);
    }
  }

  /** Calls, and once more where a login that worked before has run out: the store makes a new one. */
  private Outcome againIfLoggedOut(Call call) throws StoreException, InterruptedException {
    try {
      return call.make();
    } catch (StoreException e) {
      if (e.code() == ErrorCode.UNAUTHENTICATED && slot.wasAccepted()) {
        return call.make();
      }
      throw e;
    }
  }

  private Outcome ask(Flight flight, long deadline) throws StoreException, InterruptedException {
    SecretStore store = slot.open();
    if (flight.kind == Flight.Kind.RENEW) {
      Held held = Objects.requireNonNull(flight.entry.held());
      return new Outcome.Renewed(
          ((LeasingStore) store).renew(held.lease(), held.wanted(), left(deadline)));
    }
    Good known = flight.entry.comparable();
    if (known == null) {
      return value(store.fetch(flight.entry.ref, left(deadline)));
    }
    Optional<StoredSecret> changed =
        store.fetchIfChanged(flight.entry.ref, known.base().given(), left(deadline));
    if (changed.isPresent()) {
      return value(changed.get());
    }
    value(known.base().given()); // unchanged, and perhaps past its end by now
    return new Outcome.Unchanged();
  }

  /** A value past the end that its store states is served, unless the configuration refuses it. */
  private Outcome value(StoredSecret stored) throws StoreException {
    Instant end = stored.expiresAt().orElse(null);
    if (slot.settings().refuseExpired() && end != null && !core.time.instant().isBefore(end)) {
      throw new StoreException(
          ErrorCode.NOT_FOUND,
          "expired at " + end + ", and store." + slot.name() + ".expired=refuse");
    }
    return new Outcome.Value(stored);
  }

  /** Puts a question that is no fetch; the answer ends with it, or with why there is none. */
  void inquire(
      @Nullable SecretRef ref, Inquiry inquiry, long deadline, CompletableFuture<Boolean> answer) {
    AtomicBoolean said = new AtomicBoolean();
    Outcome outcome = guarded(List.of(), deadline, () -> {
      said.set(inquiry.ask(slot.open(), left(deadline)));
      return new Outcome.Unchanged();
    });
    if (outcome instanceof Outcome.Failed failed) {
      answer.completeExceptionally(failed.failure().toException(ref));
    } else {
      answer.complete(said.get());
    }
  }

  /** What is left of the deadline; at least something, so that no store takes it for "for ever". */
  private Duration left(long deadline) {
    Duration left = Nanos.until(deadline, core.now());
    return left.isZero() ? Duration.ofMillis(1) : left;
  }

  private Outcome guarded(List<Flight> flights, long deadline, Call call) {
    Thread thread = Thread.currentThread();
    ClassLoader loader = thread.getContextClassLoader();
    DEADLINE.set(deadline);
    flights.forEach(flight -> flight.runsOn(thread));
    try {
      thread.setContextClassLoader(slot.classLoader());
      return againIfLoggedOut(call);
    } catch (Throwable e) { // whatever a provider throws, linkage errors too
      return failed(e);
    } finally {
      flights.forEach(flight -> flight.runsOn(null));
      Thread.interrupted(); // an overrun's interrupt must not reach the next task
      DEADLINE.remove();
      thread.setContextClassLoader(loader);
    }
  }

  private Outcome failed(Throwable thrown) {
    Failure failure = Wrapping.wrap(slot.settings(), thrown);
    if (failure.code() == ErrorCode.UNAUTHENTICATED) {
      slot.accepted(false);
    }
    Duration retryAfter = thrown instanceof StoreException e ? e.retryAfter().orElse(null) : null;
    return new Outcome.Failed(failure, retryAfter);
  }

  private void tell(Flight flight, Outcome outcome, long began) {
    if (core.observers.nobody()) {
      return;
    }
    Optional<ErrorCode> code = outcome instanceof Outcome.Failed failed
        ? Optional.of(failed.failure().code())
        : Optional.empty();
    Optional<String> version =
        outcome instanceof Outcome.Value value ? value.stored().version() : Optional.empty();
    SecretsObserver.Call call = new SecretsObserver.Call(
        flight.entry.ref,
        slot.name(),
        flight.cause,
        version,
        code,
        Duration.ofNanos(core.now() - began));
    core.observers.tell(o -> o.onCall(call));
  }

  /** A question that is no fetch. */
  @FunctionalInterface
  interface Inquiry {
    boolean ask(SecretStore store, Duration timeout) throws StoreException, InterruptedException;
  }

  /** What is done under guard. */
  @FunctionalInterface
  private interface Call {
    Outcome make() throws StoreException, InterruptedException;
  }
}
