package dev.keyturn;

import dev.keyturn.internal.NamedSecret;
import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.SecretRef;
import dev.keyturn.model.SecretsException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What stores need to log in is itself a secret, and is taken from another store: this says which. */
final class StoreSecrets {
  private final References references;
  private final Map<String, NamedSecret> names;
  private final Map<String, Set<String>> sources = new LinkedHashMap<>();

  StoreSecrets(References references, Map<String, NamedSecret> names) {
    this.references = references;
    this.names = names;
  }

  /** The reference or name that a store's secret key gives; nothing else may stand there. */
  String checked(String store, Setting setting) {
    String text = references.interpolated(setting);
    Set<String> from = sources.computeIfAbsent(store, same -> new LinkedHashSet<>());
    NamedSecret named = names.get(text);
    if (named != null) {
      from.add(named.ref().store());
      named.fallback().map(SecretRef::store).ifPresent(from::add);
    } else if (text.contains("://")) {
      from.add(references.parse(setting).store());
    } else {
      throw setting.failure(
          ErrorCode.INVALID_REFERENCE,
          "takes a reference such as env://TOKEN, or a configured name, and never the secret itself");
    }
    return text;
  }

  /** Refuses stores of which each needs the other to log in. */
  void checkCycles() {
    Set<String> done = new HashSet<>();
    for (String store : sources.keySet()) {
      walk(store, done);
    }
  }

  // By hand and not by recursion: a long chain of stores must not end in a StackOverflowError.
  private void walk(String start, Set<String> done) {
    List<String> path = new ArrayList<>();
    Set<String> onPath = new HashSet<>();
    Deque<Iterator<String>> left = new ArrayDeque<>();
    enter(start, path, onPath, left);
    while (!path.isEmpty()) {
      String last = path.get(path.size() - 1);
      if (done.contains(last) || !left.getLast().hasNext()) {
        done.add(last);
        onPath.remove(last);
        path.remove(path.size() - 1);
        left.removeLast();
        continue;
      }
      String source = left.getLast().next();
      if (onPath.contains(source)) {
        throw cycle(path.subList(path.indexOf(source), path.size()), source);
      }
      enter(source, path, onPath, left);
    }
  }

  private void enter(
      String store, List<String> path, Set<String> onPath, Deque<Iterator<String>> left) {
    path.add(store);
    onPath.add(store);
    left.addLast(sources.getOrDefault(store, Set.of()).iterator());
  }

  private static SecretsException cycle(List<String> path, String back) {
    return SecretsException.of(
        ErrorCode.INVALID_CONFIGURATION,
        null,
        "stores that wait for each other to log in: " + String.join(" -> ", path) + " -> " + back);
  }
}
