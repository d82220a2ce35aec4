package dev.keyturn.testkit.internal.vault;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Secrets with versions. */
final class KvTwo implements Backend {
  private static final Set<String> OF_VERSIONS = Set.of("delete", "undelete", "destroy");

  private final VaultServer server;
  private final Map<String, KvSecret> secrets = new TreeMap<>();
  private final KvSettings settings = new KvSettings();

  KvTwo(VaultServer server) {
    this.server = server;
  }

  @Override
  public Reply handle(Ask ask) {
    if (ask.action().hasBody() && ask.rest().endsWith("/")) {
      throw VaultError.bad("cannot write to a path ending in '/'");
    }
    if (ask.rest().equals("data")) {
      return misplaced("Non-listing operations on the root of a K/V v2 mount are not supported.");
    }
    return switch (ask.head()) {
      case "data" -> data(ask);
      case "metadata" -> metadata(ask);
      case "delete", "undelete", "destroy" -> versions(ask);
      case "config" -> config(ask);
      default ->
        misplaced("Invalid path for a versioned K/V secrets engine. See the API docs for "
            + "the appropriate API endpoints to use. If using the OpenBao CLI, use 'bao kv "
            + command(ask.action()) + "' for this operation.");
    };
  }

  private static Reply misplaced(String warning) {
    return Reply.empty(404).warning(List.of(warning));
  }

  private static String command(Action action) {
    return switch (action) {
      case READ -> "get";
      case LIST -> "list";
      case WRITE -> "put";
      case PATCH -> "patch";
      case DELETE -> "delete";
    };
  }

  private Reply data(Ask ask) {
    return switch (ask.action()) {
      case READ -> read(ask.tail(), version(ask));
      case WRITE -> write(ask);
      case PATCH -> patch(ask);
      case DELETE -> {
        KvSecret secret = secrets.get(ask.tail());
        if (secret != null) {
          delete(secret, secret.current());
        }
        yield Reply.none();
      }
      case LIST -> throw VaultError.unsupportedOperation();
    };
  }

  private static long version(Ask ask) {
    return new Fields(ask.query()).number("version", 0);
  }

  private Reply read(String name, long number) {
    KvSecret secret = secrets.get(name);
    KvVersion version = secret == null ? null : secret.version(number);
    if (secret == null || version == null) {
      throw VaultError.missing();
    }
    boolean readable = version.isReadable(server.now());
    Map<String, @Nullable Object> data = new LinkedHashMap<>();
    data.put("data", readable ? version.data() : null);
    data.put("metadata", version.describe(secret.custom));
    // one that was written as null is answered as one that is gone
    return Reply.of(readable && version.data() != null ? 200 : 404, data);
  }

  private Reply write(Ask ask) {
    if (!ask.body().has("data")) {
      throw VaultError.bad("no data provided");
    }
    Map<String, @Nullable Object> data = ask.body().object("data");
    KvSecret secret = secrets.get(ask.tail());
    checkAndSet(ask, secret == null ? 0 : secret.current());
    return add(ask.tail(), data == null ? null : GoNumbers.asFloats(data));
  }

  private Reply add(String name, @Nullable Map<String, @Nullable Object> data) {
    KvSecret secret = secrets.computeIfAbsent(name, key -> new KvSecret(server.now()));
    KvVersion version = secret.add(data, server.now(), settings);
    return Reply.of(version.describe(secret.custom));
  }

  private void checkAndSet(Ask ask, int current) {
    Map<String, @Nullable Object> options = ask.body().object("options");
    Fields given = new Fields(options == null ? Map.of() : options);
    KvSecret secret = secrets.get(ask.tail());
    boolean required = settings.casRequired || (secret != null && secret.settings.casRequired);
    if (required && !given.has("cas")) {
      throw VaultError.bad("check-and-set parameter required for this call");
    }
    if (given.has("cas") && given.number("cas", 0) != current) {
      throw VaultError.bad("check-and-set parameter did not match the current version");
    }
  }

  private Reply patch(Ask ask) {
    Map<String, @Nullable Object> changes = ask.body().object("data");
    KvSecret secret = secrets.get(ask.tail());
    KvVersion version = secret == null ? null : secret.version(0);
    if (version == null || version.data() == null || !version.isReadable(server.now())) {
      return Reply.nothing(404);
    }
    checkAndSet(ask, version.number);
    Map<String, @Nullable Object> merged = new TreeMap<>(version.data());
    GoNumbers.asFloats(changes == null ? Map.of() : changes).forEach((key, value) -> {
      if (value == null) {
        merged.remove(key);
      } else {
        merged.put(key, value);
      }
    });
    return add(ask.tail(), merged);
  }

  private Reply versions(Ask ask) {
    if (ask.action() != Action.WRITE) {
      throw VaultError.unsupportedOperation();
    }
    String kind = ask.head();
    if (ask.body().texts("versions").isEmpty()) {
      String text =
          kind.equals("destroy") ? "no version number provided" : "No version number provided";
      throw VaultError.bad(text);
    }
    KvSecret secret = secrets.get(ask.tail());
    if (secret != null) {
      ask.body()
          .texts("versions")
          .forEach(number -> change(kind, secret, Integer.parseInt(number)));
    }
    return Reply.none();
  }

  private void change(String kind, KvSecret secret, int number) {
    KvVersion version = secret.version(number);
    if (version == null) {
      return;
    }
    switch (kind) {
      case "delete" -> delete(secret, number);
      case "destroy" -> version.destroy();
      default -> undelete(secret, version);
    }
  }

  private void delete(KvSecret secret, int number) {
    KvVersion version = secret.version(number);
    Instant now = server.now();
    if (version != null && version.isReadable(now)) {
      version.deletion = now;
    }
  }

  private void undelete(KvSecret secret, KvVersion version) {
    Duration life = secret.settings.deleteAfter;
    if (!version.isDestroyed()) {
      version.deletion = life.isZero() ? null : server.now().plus(life);
    }
  }

  private Reply metadata(Ask ask) {
    String name = ask.tail().replaceAll("/$", "");
    return switch (ask.action()) {
      case LIST -> KvOne.list(secrets.keySet(), ask.tail());
      case READ -> describe(name);
      case WRITE -> changeMetadata(name, ask.body());
      case DELETE -> {
        secrets.remove(name);
        yield Reply.none();
      }
      case PATCH -> throw VaultError.unsupportedOperation();
    };
  }

  private Reply describe(String name) {
    KvSecret secret = secrets.get(name);
    if (secret == null) {
      throw VaultError.missing();
    }
    return Reply.of(secret.describe());
  }

  private Reply changeMetadata(String name, Fields body) {
    KvSecret secret = secrets.computeIfAbsent(name, key -> new KvSecret(server.now()));
    secret.settings.change(body);
    Map<String, @Nullable Object> custom = body.object("custom_metadata");
    if (custom != null) {
      Map<String, @Nullable Object> texts = new TreeMap<>();
      custom.forEach((key, value) -> texts.put(key, String.valueOf(value)));
      secret.custom = texts;
    }
    secret.metadataVersion++;
    secret.updated = server.now();
    return Reply.none();
  }

  private Reply config(Ask ask) {
    return switch (ask.action()) {
      case READ -> Reply.of(settings.describe());
      case WRITE -> {
        settings.change(ask.body());
        yield Reply.none();
      }
      default -> throw VaultError.unsupportedOperation();
    };
  }

  @Override
  public String operation(Action action, String rest) {
    String head = rest.contains("/") ? rest.substring(0, rest.indexOf('/')) : rest;
    return OF_VERSIONS.contains(head)
        ? head
        : action.word() + (head.equals("metadata") && action != Action.LIST ? "-metadata" : "");
  }

  @Override
  public @Nullable String secret(String rest) {
    return rest.matches("(data|metadata|delete|undelete|destroy)/.*")
        ? rest.substring(rest.indexOf('/') + 1)
        : null;
  }

  @Override
  public boolean exists(String rest) {
    String name = secret(rest);
    return name == null || secrets.containsKey(name);
  }
}
