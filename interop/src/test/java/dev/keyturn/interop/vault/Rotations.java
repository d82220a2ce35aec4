package dev.keyturn.interop.vault;

import dev.keyturn.model.Rotation;
import dev.keyturn.model.SecretsObserver;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts rotations, and calls to the store {@code vault}. */
final class Rotations implements SecretsObserver {
  private final AtomicInteger rotations = new AtomicInteger();
  private final AtomicInteger calls = new AtomicInteger();
  private final AtomicInteger failures = new AtomicInteger();
  private final Map<Cause, Integer> causes = new ConcurrentHashMap<>();

  @Override
  public void onRotation(Rotation rotation) {
    rotations.incrementAndGet();
  }

  @Override
  public void onCall(Call call) {
    if (!call.store().equals("vault")) {
      return;
    }
    calls.incrementAndGet();
    causes.merge(call.cause(), 1, Integer::sum);
    if (call.failure().isPresent()) {
      failures.incrementAndGet();
    }
  }

  int rotations() {
    return rotations.get();
  }

  int calls() {
    return calls.get();
  }

  int failures() {
    return failures.get();
  }

  /** Calls by their cause. */
  Map<Cause, Integer> causes() {
    return Map.copyOf(causes);
  }
}
