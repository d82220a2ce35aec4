package dev.keyturn.internal;

import dev.keyturn.model.CachePolicy;
import dev.keyturn.model.SecretsObserver;
import dev.keyturn.spi.TimeSource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All that the builder was told, checked: what the engine starts from. Immutable.
 *
 * @param names the configured names, in the order given
 * @param stores the configured stores, by name
 * @param cache how long what a store said is used
 * @param timeout the deadline of a call where its store has none of its own
 * @param callBudget how long {@code LiveSecret.call} tries
 * @param leaseGrace how long a replaced lease lives on
 * @param revokeOnClose whether leases end with {@code close()}
 * @param allow what may be asked for
 * @param auditHits whether every hand-out is reported
 * @param insecureHosts hosts that may be spoken to without TLS
 * @param environment the environment's variables
 * @param classLoader where providers are looked up
 * @param observers who hears what happens
 * @param namesFrom the store that a name which is not configured belongs to, or null; for tests
 * @param time the clock, timers and threads; null for the system's, owned by the engine
 */
public record Settings(
    Map<String, NamedSecret> names,
    Map<String, StoreSettings> stores,
    CachePolicy cache,
    Duration timeout,
    Duration callBudget,
    Duration leaseGrace,
    boolean revokeOnClose,
    Allow allow,
    boolean auditHits,
    Set<String> insecureHosts,
    Map<String, String> environment,
    ClassLoader classLoader,
    List<SecretsObserver> observers,
    @Nullable String namesFrom,
    @Nullable TimeSource time) {
  @Override
  public String toString() {
    return "Settings[names " + names.keySet() + ", stores " + stores.keySet() + "]";
  }
}
