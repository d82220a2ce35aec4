package dev.keyturn.internal;

import dev.keyturn.model.Secret;
import dev.keyturn.model.SecretRef;
import dev.keyturn.model.SecretsException;
import dev.keyturn.model.SecretsObserver;
import dev.keyturn.model.SecretsObserver.Cause;
import dev.keyturn.spi.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Puts the parts together and leads a caller's question through them. */
public final class Engine {
  private final Core core;
  private final StoreRegistry registry;
  private final Names names;
  private final boolean auditHits;
  private final Map<String, Object> lives = new ConcurrentHashMap<>();
  private final Closing closing;

  /** Starts from checked settings. No store is opened and no thread started. */
  public Engine(Settings settings) {
    TimeSource given = settings.time();
    SystemTime own = given == null ? new SystemTime() : null;
    TimeSource time = given == null ? Objects.requireNonNull(own) : given;
    this.core = new Core(settings, time, this::close);
    Addresses addresses = new Addresses(settings.insecureHosts());
    this.registry = new StoreRegistry(core, slot -> new Context(core, this, slot, addresses));
    this.names = new Names(settings, registry);
    this.auditHits = settings.auditHits();
    this.closing = new Closing(core, registry, own);
  }

  // ---- asking ---------------------------------------------------------------------------------

  /** One lookup and one read where there is something to hand out; else the question is asked. */
  public Secret get(String text) {
    Handle handle = core.cache.handle(text);
    Secret hit = handle == null ? null : handle.hit();
    return hit == null ? getOtherwise(text, handle) : hit;
  }

  private Secret getOtherwise(String text, @Nullable Handle handle) {
    Secret current = handle == null ? null : handle.current;
    return handle != null && current != null ? firstRead(handle, current) : get(opened(text), null);
  }

  /** The same within a deadline of the caller's own. */
  public Secret get(String text, Duration timeout) {
    Handle handle = core.cache.handle(text);
    Secret current = handle == null ? null : handle.current;
    return handle != null && current != null
        ? firstRead(handle, current)
        : ask(opened(text), Ask.any(Nanos.plus(core.now(), timeout)));
  }

  /** Asks through a handle that its caller keeps alive, or has just pinned. */
  Secret get(Handle handle, @Nullable Long deadline) {
    Secret current = handle.current;
    if (current != null && handle.live) {
      return firstRead(handle, current);
    }
    if (handle.live) {
      core.cache.pin(handle.entry);
    }
    return ask(handle, Ask.any(deadline == null ? deadline(handle) : deadline));
  }

  /** A credential that one store needs from another; {@code allow} has no say in it. */
  Secret credential(String text, long deadline) {
    return ask(open(text, false), Ask.any(deadline));
  }

  private Secret ask(Handle pinned, Ask ask) {
    Request request = new Request(core, pinned, ask, Engine::launch).start();
    request.await();
    Secret secret = request.result();
    report(pinned, secret);
    return secret;
  }

  /** A question that nobody waits for here; its entry stays pinned until it is answered. */
  Request request(SecretRef ref, Ask ask) {
    return new Request(core, open(ref.toString(), false), ask, Engine::launch);
  }

  /** The handle that answers for a live one: itself, or what stands in for it. Blocks if need be. */
  Handle answering(Handle live) {
    if (live.current != null) {
      live.read = true;
      return live;
    }
    return asked(live);
  }

  /** The same, whatever is shown now. */
  Handle asked(Handle live) {
    core.cache.pin(live.entry);
    Request request = new Request(core, live, Ask.any(deadline(live)), Engine::launch).start();
    request.await();
    request.result();
    return request.answeredBy();
  }

  /** Asks for all; fetches of one store are made together where it can. */
  public Map<String, Secret> getAll(Collection<String> texts) {
    Gathering gathering = new Gathering();
    Map<String, SecretsException> failed = new HashMap<>();
    Map<String, Request> requests = new LinkedHashMap<>();
    for (String text : new LinkedHashSet<>(texts)) {
      try {
        Handle handle = opened(text);
        requests.put(
            text, new Request(core, handle, Ask.any(deadline(handle)), gathering::add).start());
      } catch (SecretsException e) {
        failed.put(text, e);
      }
    }
    gathering.launch();
    Map<String, Secret> secrets = collected(requests, failed);
    if (!failed.isEmpty()) {
      throw SecretsException.ofAll(new LinkedHashSet<>(texts)
          .stream().filter(failed::containsKey).map(failed::get).toList());
    }
    return secrets;
  }

  private Map<String, Secret> collected(
      Map<String, Request> requests, Map<String, SecretsException> failed) {
    Map<String, Secret> secrets = new LinkedHashMap<>();
    requests.forEach((text, request) -> {
      request.await();
      if (request.isMissingOptional()) {
        return;
      }
      try {
        Secret secret = request.result();
        report(request.answeredBy(), secret);
        secrets.put(text, secret);
      } catch (SecretsException e) {
        failed.put(text, e);
      }
    });
    return secrets;
  }

  /** Asks without blocking; the future ends on a thread that holds no place of a store. */
  public CompletableFuture<Secret> getAsync(String text) {
    try {
      return future(opened(text));
    } catch (SecretsException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** The same for what the configuration itself asks for. */
  CompletableFuture<Secret> getUnjudged(SecretRef ref) {
    return future(open(ref.toString(), false));
  }

  private CompletableFuture<Secret> future(Handle handle) {
    CompletableFuture<Secret> future = new CompletableFuture<>();
    Request request = new Request(core, handle, Ask.any(deadline(handle)), Engine::launch).start();
    request.done.then(() -> core.time.execute(() -> complete(future, request)));
    return future;
  }

  private void complete(CompletableFuture<Secret> future, Request request) {
    try {
      Secret secret = request.result();
      report(request.answeredBy(), secret);
      future.complete(secret);
    } catch (SecretsException e) {
      future.completeExceptionally(e);
    }
  }

  /** Asks the store anew, whatever is remembered. */
  public Secret refresh(String text) {
    Handle handle = opened(text);
    return ask(handle, Ask.anew(deadline(handle), core.moment(), Cause.REFRESH));
  }

  private long deadline(Handle handle) {
    return Nanos.plus(core.now(), handle.entry.slot.timeout());
  }

  private static void launch(Flight flight) {
    flight.entry.slot.launch(flight);
  }

  // ---- handing out ----------------------------------------------------------------------------

  /** Off the hit path: the first read since the last fetch, or every one where all are reported. */
  private Secret firstRead(Handle handle, Secret secret) {
    handle.read = true;
    report(handle, secret);
    return secret;
  }

  /** What a text asks for of a whole secret; it counts as handed out. */
  Secret handedOut(Handle handle, Base base) {
    Secret secret = handle.target.project(base);
    report(handle, secret);
    return secret;
  }

  private void report(Handle handle, Secret secret) {
    String version = secret.version();
    boolean first = !version.equals(handle.reported) && handle.entry.isNews(handle, version);
    if (auditHits || first) {
      core.observers.tell(
          o -> o.onHandOut(new SecretsObserver.HandOut(handle.name(), secret.ref(), version)));
    }
  }

  // ---- handles --------------------------------------------------------------------------------

  private Handle opened(String text) {
    return open(text, true);
  }

  /** The handle for a text, its entry pinned for the caller. */
  private Handle open(String text, boolean judged) {
    if (core.isClosed()) {
      throw Failure.CLOSED.toException(null);
    }
    Handle known = judged ? core.cache.handle(text) : null;
    if (known != null && core.cache.pin(known.entry)) {
      return known;
    }
    return make(text, names.resolve(text, judged), false, judged);
  }

  private Handle make(String text, Target target, boolean live, boolean shared) {
    SecretRef whole = target.ref().withoutField();
    StoreSlot slot = registry.slot(whole.store());
    Entry entry = core.cache.pinned(whole, ref -> new Entry(core, slot, ref, names.ttl(ref)));
    Handle handle = new Handle(text, target, entry, live, auditHits, fallback(text, target));
    if ((shared || live) && entry.attach(handle) && !live) {
      Handle first = core.cache.put(handle);
      if (first != handle && core.cache.pin(first.entry)) {
        entry.detach(handle);
        core.cache.unpin(entry);
        return first;
      }
    }
    return handle;
  }

  private @Nullable Supplier<Handle> fallback(String text, Target target) {
    SecretRef to = target.fallback();
    if (to == null) {
      return null;
    }
    String key = text + Handle.FALLBACK;
    return () -> {
      Handle known = core.cache.handle(key);
      return known != null && core.cache.pin(known.entry)
          ? known
          : make(key, target.fallbackTarget(to), false, true);
    };
  }

  // ---- the rest of the front door -------------------------------------------------------------

  /** The live secret for a text, the same for the same text; its first fetch is under way. */
  @SuppressWarnings(
      "unchecked") // all come from the one front door, which passes its own constructor
  public <L> L live(String text, Function<Live, L> wrap) {
    if (core.isClosed()) {
      throw Failure.CLOSED.toException(null);
    }
    return (L) lives.computeIfAbsent(text, key -> wrap.apply(newLive(key)));
  }

  private Live newLive(String text) {
    Target target = names.resolve(text, true);
    Handle handle = make(text, target, true, false); // keeps its pin
    List<Entry> entries = new ArrayList<>(List.of(handle.entry));
    if (handle.fallback != null) {
      entries.add(handle.fallback.get().entry); // keeps its pin
    }
    core.cache.pin(handle.entry);
    new Request(core, handle, Ask.any(deadline(handle)), Engine::launch).start();
    return new Live(core, this, handle, entries);
  }

  /** Asks without blocking, but makes no credential: nothing is given where a fetch would, and may. */
  public CompletableFuture<Optional<Secret>> check(String text) {
    return new Checking(this, names, registry).check(text);
  }

  /** Opens every store that can be had and asks none; says why one that should open does not. */
  public Map<String, CompletableFuture<Boolean>> openStores() {
    return registry.tryOpenAll();
  }

  /** {@return what the engine started from} */
  public Settings settings() {
    return core.settings;
  }

  /** {@return the configured names} */
  public Collection<String> names() {
    return core.settings.names().keySet();
  }

  /** Lists the stores through the front door's own type. */
  public <S> List<S> stores(StatusFactory<S> factory) {
    return registry.status(factory);
  }

  /** Ends everything, once. */
  public void close() {
    closing.run();
  }

  /**
   * Makes the front door's own type of a store's status.
   *
   * @param <S> that type
   */
  @FunctionalInterface
  public interface StatusFactory<S> {
    /** Makes one. */
    S of(
        String name,
        String kind,
        Optional<String> module,
        boolean open,
        Map<String, String> details,
        Map<String, String> settings,
        Optional<String> problem);
  }
}
