package dev.keyturn.internal;

import dev.keyturn.model.SecretRef;
import dev.keyturn.model.SecretsException;
import dev.keyturn.model.SecretsObserver.Cause;
import dev.keyturn.spi.SecretStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Looks for a better value than the one that was refused: the store's current one, read anew, and if that
 * is still the same, the store's candidates. Never blocks.
 */
final class Look {
  private final Core core;
  private final Entry entry;
  private final Asker asker;

  Look(Core core, Entry entry, Asker asker) {
    this.core = core;
    this.entry = entry;
    this.asker = asker;
  }

  /** How a look asks: for a reference, anew since a point in time. */
  @FunctionalInterface
  interface Asker {
    Request ask(SecretRef ref, Ask ask);
  }

  /** Begins; the doubt is told when it is over, however it ends. */
  void start(Doubt doubt) {
    guarded(doubt, () -> begin(doubt));
  }

  /** Whatever goes wrong, a look that is not over would be the last one. */
  private static void guarded(Doubt doubt, Runnable step) {
    try {
      step.run();
    } catch (RuntimeException | Error e) {
      doubt.looked(List.of());
    }
  }

  private void begin(Doubt doubt) {
    Good before = entry.known();
    if (before != null && before.held() != null && !doubt.mayReplaceLease()) {
      doubt.looked(List.of());
      return;
    }
    Request current = ask(entry.ref, doubt.lookSince());
    if (current == null) {
      doubt.looked(List.of());
    } else {
      current.done.then(() -> guarded(doubt, () -> candidates(doubt)));
    }
  }

  private void candidates(Doubt doubt) {
    Good now = entry.known();
    List<Request> asked = new ArrayList<>();
    // also when the store shows something new: it may be the candidate that has just been refused
    if (now != null && doubt.asksCandidates(now.base())) {
      for (SecretRef ref : candidateRefs()) {
        Request request = ask(ref, core.moment());
        if (request != null) {
          asked.add(request);
        }
      }
    }
    whenAllDone(asked, () -> doubt.looked(found(asked)));
  }

  private List<SecretRef> candidateRefs() {
    SecretStore store = entry.slot.opened();
    try {
      return store == null ? List.of() : List.copyOf(store.candidates(entry.ref));
    } catch (Throwable e) { // whatever a provider throws
      return List.of(); // the provider broke its contract; the current value is tried again
    }
  }

  private @Nullable Request ask(SecretRef ref, long since) {
    try {
      long deadline = Nanos.plus(core.now(), entry.slot.timeout());
      return asker.ask(ref, Ask.anew(deadline, since, Cause.REJECTED)).start();
    } catch (SecretsException e) {
      return null; // closed, or a reference that may not be asked for
    }
  }

  private static void whenAllDone(List<Request> asked, Runnable then) {
    AtomicInteger open = new AtomicInteger(asked.size());
    if (asked.isEmpty()) {
      then.run();
    }
    asked.forEach(request -> request.done.then(() -> {
      if (open.decrementAndGet() == 0) {
        then.run();
      }
    }));
  }

  private static List<Base> found(List<Request> asked) {
    List<Base> found = new ArrayList<>();
    for (Request request : asked) {
      Base base = request.base();
      if (base != null) {
        found.add(base);
      }
    }
    return found;
  }
}
