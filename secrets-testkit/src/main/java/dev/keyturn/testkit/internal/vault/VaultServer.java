package dev.keyturn.testkit.internal.vault;

import dev.keyturn.spi.TimeSource;
import dev.keyturn.testkit.internal.http.Call;
import dev.keyturn.testkit.internal.http.Request;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The server: what comes in is led to its mount, if the caller may go there. One request at a time; the
 * lock is this object.
 */
public final class VaultServer {
  /** The token that may do everything. */
  public static final String ROOT = "root";

  final NavigableMap<String, Namespace> namespaces = new TreeMap<>();
  final Tokens tokens;
  final Wrapping wrapping;
  final Leases leases = new Leases();
  final Database database = new Database(this);
  final Seal seal;
  private final TimeSource time;
  private final Token root;

  /**
   * Creates a server that is unsealed and has one KV 2 mount, {@code secret/}.
   *
   * @param time what everything expires by
   */
  public VaultServer(TimeSource time) {
    this.time = time;
    this.tokens = new Tokens(this::ended);
    this.wrapping = new Wrapping(this);
    this.seal = new Seal(this);
    Namespace top = addNamespace("");
    root = tokens.issue(ROOT, top, null, TokenTerms.root(), now());
    top.mount(Engines.create(this, "secret/", "kv", Map.of("version", "2")));
  }

  Namespace addNamespace(String path) {
    Namespace namespace = new Namespace(path);
    namespaces.put(path, namespace);
    Engines.furnish(this, namespace);
    return namespace;
  }

  Instant now() {
    return time.instant();
  }

  private void ended(Token token) {
    wrapping.forget(token);
    leases.endOf(token, now());
  }

  /** Does what has become due. */
  private void sweep() {
    tokens.sweep(now());
    leases.sweep(now());
    for (Namespace namespace : namespaces.values()) {
      namespace.mounts.values().forEach(mount -> mount.backend.tick());
    }
  }

  /**
   * Reads a request.
   *
   * @param request the request
   * @return the call
   */
  public Call call(Request request) {
    return new VaultCall(this, request);
  }

  synchronized String operation(Incoming incoming) {
    Place place = Place.find(this, incoming.namespace(), incoming.path);
    return place == null ? incoming.action.word() : place.operation(incoming.action);
  }

  synchronized List<String> subjects(Incoming incoming) {
    Place place = Place.find(this, incoming.namespace(), incoming.path);
    return place == null ? List.of(incoming.path) : place.subjects();
  }

  synchronized Reply answer(Incoming incoming) {
    sweep();
    Place place = Place.find(this, incoming.namespace(), incoming.path);
    if (place == null) {
      throw VaultError.of(404, "namespace not found");
    }
    seal.check(place.path());
    Fields body = incoming.body();
    Token caller = authenticate(place, incoming.shown().token());
    try {
      Reply reply = answer(place, incoming, body, caller);
      return wrapping.wrapIfAsked(reply, incoming.wrapping(), place);
    } finally {
      if (caller != null && caller.usesLeft < 0) {
        tokens.revoke(caller);
      }
    }
  }

  private Reply answer(Place place, Incoming incoming, Fields body, @Nullable Token caller) {
    if (place.mount() == null) {
      authorize(place, incoming.action, caller);
      throw place.noRoute();
    }
    if (!place.isOpen()) {
      authorize(place, incoming.action, caller);
    }
    return place
        .mount()
        .backend
        .handle(place.ask(incoming.action, incoming.query, body, caller, incoming.shown()));
  }

  /** The caller; null where none is needed. */
  private @Nullable Token authenticate(Place place, @Nullable String id) {
    Token token = tokens.find(id);
    if (token == null && !place.isOpen()) {
      throw VaultError.badToken();
    }
    if (token != null && token.usesLeft > 0 && --token.usesLeft == 0) {
      token.usesLeft = -1;
    }
    return token;
  }

  private void authorize(Place place, Action action, @Nullable Token caller) {
    if (caller == null || !mayDo(caller, place, action)) {
      throw VaultError.denied();
    }
  }

  private boolean mayDo(Token caller, Place place, Action action) {
    if (place.isForEveryone()) {
      return true;
    }
    // what a token asks of itself it may ask from anywhere
    Namespace namespace = place.isOfTheCaller() ? caller.namespace : place.namespace();
    if (caller.isRoot()) {
      return caller.namespace.holds(namespace);
    }
    String path = namespace.path + place.path();
    String needed = action == Action.WRITE ? (place.exists() ? "update" : "create") : action.word();
    return capabilities(caller, path).contains(needed)
        || (action == Action.LIST && capabilities(caller, path + "/").contains(needed));
  }

  /** What a caller may do to a path, counted from the root; empty for nothing. */
  Set<String> capabilities(Token caller, String path) {
    if (!path.startsWith(caller.namespace.path)) {
      return Set.of();
    }
    return caller.isRoot()
        ? Set.of("root")
        : caller.namespace.policies.capabilities(
            caller.policies(), path.substring(caller.namespace.path.length()));
  }

  /**
   * Does something with every right, and without being counted.
   *
   * @param method the HTTP method, or {@code LIST}
   * @param path the path, without {@code /v1/}, with the namespace before it
   * @param body the members of the body
   * @return what stands in {@code data} or {@code auth}; empty if there is nothing
   * @throws IllegalArgumentException if the server refuses it
   */
  public synchronized Map<String, Object> operate(String method, String path, Map<String, ?> body) {
    Action action = Action.of(method, false);
    Place place = Place.find(this, "", path);
    sweep();
    try {
      if (action == null || place == null || place.mount() == null) {
        throw VaultError.of(404, "no handler for route");
      }
      Ask ask = place.ask(action, Map.of(), new Fields(body), root, Shown.NOTHING);
      return place.mount().backend.handle(ask).content();
    } catch (VaultError e) {
      throw new IllegalArgumentException(
          method + " " + path + ": " + e.status() + " " + e.texts(), null);
    }
  }

  /**
   * Stores a secret in either KV.
   *
   * @param path mount and name
   * @param fields its fields
   * @return the number of the version; 0 if there is none
   */
  public synchronized int put(String path, Map<String, ?> fields) {
    Place place = Place.find(this, "", path);
    Mount mount = place == null ? null : place.mount();
    if (place == null || mount == null || !mount.type.equals("kv")) {
      throw new IllegalArgumentException("no KV is mounted at " + path);
    }
    String top = place.namespace().path + mount.path;
    if (mount.backend instanceof KvOne) {
      operate("POST", path, fields);
      return 0;
    }
    Map<String, Object> answer =
        operate("POST", top + "data/" + place.rest(), Map.of("data", fields));
    return Integer.parseInt(String.valueOf(answer.get("version")));
  }

  /** {@return the ids of the leases there are} */
  public synchronized List<String> leases() {
    sweep();
    return leases.ids();
  }

  /** {@return who may log in to the database, and with which password} */
  public synchronized Map<String, String> databaseUsers() {
    sweep();
    return Map.copyOf(database.passwords());
  }

  /**
   * Ends every token that a login gave.
   *
   * @return how many
   */
  public synchronized int endLogins() {
    sweep();
    return tokens.revokeLogins();
  }

  /** {@return the database behind the secrets engine} */
  public Database database() {
    return database;
  }

  /** {@return the seal and the standby} */
  public Seal seal() {
    return seal;
  }

  /** Those whose names are before a path, the longest first. */
  List<Namespace> outermostLast() {
    return new ArrayList<>(namespaces.descendingMap().values());
  }
}
