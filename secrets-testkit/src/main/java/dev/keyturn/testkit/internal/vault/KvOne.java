package dev.keyturn.testkit.internal.vault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Secrets without versions. */
final class KvOne implements Backend {
  private final Map<String, Map<String, @Nullable Object>> secrets = new TreeMap<>();

  @Override
  public Reply handle(Ask ask) {
    return switch (ask.action()) {
      case READ -> read(ask.rest());
      case LIST -> list(secrets.keySet(), ask.rest());
      case WRITE -> write(ask);
      case DELETE -> {
        secrets.remove(ask.rest());
        yield Reply.none();
      }
      case PATCH -> throw VaultError.unsupportedOperation();
    };
  }

  private Reply read(String name) {
    Map<String, @Nullable Object> secret = secrets.get(name);
    if (secret == null) {
      throw VaultError.missing();
    }
    Object ttl = secret.get("ttl");
    Duration hint = ttl == null ? null : Spans.parse(ttl);
    return Reply.of(secret).lasting(hint == null ? Tokens.SYSTEM_MAX : hint);
  }

  private Reply write(Ask ask) {
    if (ask.rest().isEmpty() || ask.rest().endsWith("/")) {
      throw VaultError.bad("cannot write to a path ending in '/'");
    }
    if (ask.body().all().isEmpty()) {
      throw VaultError.bad("missing data fields");
    }
    secrets.put(ask.rest(), ask.body().all());
    return Reply.none();
  }

  /** The names below a folder; a folder in it ends in a slash. */
  static Reply list(Iterable<String> names, String folder) {
    String prefix = folder.isEmpty() || folder.endsWith("/") ? folder : folder + "/";
    TreeSet<String> keys = new TreeSet<>();
    for (String name : names) {
      if (name.startsWith(prefix)) {
        String below = name.substring(prefix.length());
        int slash = below.indexOf('/');
        keys.add(slash < 0 ? below : below.substring(0, slash + 1));
      }
    }
    if (keys.isEmpty()) {
      throw VaultError.missing();
    }
    List<String> sorted = new ArrayList<>(keys);
    return Reply.of(Map.of("keys", sorted));
  }

  @Override
  public String operation(Action action, String rest) {
    return action.word();
  }

  @Override
  public String secret(String rest) {
    return rest;
  }

  @Override
  public boolean exists(String rest) {
    return secrets.containsKey(rest);
  }
}
