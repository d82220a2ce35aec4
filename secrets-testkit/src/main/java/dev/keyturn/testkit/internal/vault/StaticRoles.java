package dev.keyturn.testkit.internal.vault;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Accounts whose password is changed every so often. As in the real server, a clock that ticks every
 * five seconds does it: until the next tick a password that is due is still the good one, and what is
 * left of its time reads 0.
 */
final class StaticRoles {
  private static final Duration TICK = Duration.ofSeconds(5);

  private final VaultServer server;
  private final Map<String, StaticRole> roles = new TreeMap<>();
  private Instant lastTick;

  StaticRoles(VaultServer server) {
    this.server = server;
    this.lastTick = server.now();
  }

  private static final class StaticRole {
    final Fields fields;
    final Duration period;
    String password = Ids.random(20);
    Instant rotated;

    StaticRole(Fields fields, Duration period, Instant now) {
      this.fields = fields;
      this.period = period;
      this.rotated = now;
    }

    String user() {
      return fields.text("username");
    }

    boolean isDue(Instant now) {
      return !now.isBefore(rotated.plus(period));
    }

    Map<String, @Nullable Object> describe() {
      Map<String, @Nullable Object> data = new LinkedHashMap<>();
      data.put("credential_type", "password");
      data.put("db_name", fields.text("db_name"));
      data.put("last_vault_rotation", rotated.toString());
      data.put("rotation_period", period.toSeconds());
      data.put("rotation_statements", List.of());
      data.put("username", user());
      return data;
    }
  }

  /** Does what was due at each tick since the last time. */
  void tick() {
    Instant now = server.now();
    while (!now.isBefore(lastTick.plus(TICK))) {
      lastTick = lastTick.plus(TICK);
      for (StaticRole role : roles.values()) {
        if (role.isDue(lastTick) && !server.database.isDown()) {
          change(role, lastTick);
        }
      }
    }
  }

  private void change(StaticRole role, Instant when) {
    role.password = Ids.random(20);
    role.rotated = when;
    server.database.passwords().put(role.user(), role.password);
  }

  Reply manage(Ask ask) {
    return switch (ask.action()) {
      case WRITE -> create(ask);
      case LIST -> KvOne.list(roles.keySet(), ask.tail());
      case READ -> {
        StaticRole role = roles.get(ask.tail());
        if (role == null) {
          throw VaultError.missing();
        }
        yield Reply.of(role.describe());
      }
      case DELETE -> {
        roles.remove(ask.tail());
        yield Reply.none();
      }
      case PATCH -> throw VaultError.unsupportedOperation();
    };
  }

  private Reply create(Ask ask) {
    Duration period = ask.body().span("rotation_period");
    if (period == null) {
      throw VaultError.bad("rotation_period is required to create static accounts");
    }
    if (period.compareTo(TICK) < 0) {
      throw VaultError.bad("rotation_period must be 5 seconds or more");
    }
    StaticRole role = new StaticRole(ask.body(), period, server.now());
    roles.put(ask.tail(), role);
    server.database.passwords().put(role.user(), role.password);
    return Reply.none();
  }

  Reply read(String name) {
    StaticRole role = roles.get(name);
    if (role == null) {
      throw VaultError.bad("unknown role: " + name);
    }
    Duration left = Duration.between(server.now(), role.rotated.plus(role.period));
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("last_vault_rotation", role.rotated.toString());
    data.put("password", role.password);
    data.put("rotation_period", role.period.toSeconds());
    data.put("ttl", Math.max(0, left.toSeconds()));
    data.put("username", role.user());
    return Reply.of(data);
  }

  Reply rotate(String name) {
    StaticRole role = roles.get(name);
    if (role == null) {
      throw VaultError.bad("no static role found for role name");
    }
    if (server.database.isDown()) {
      throw VaultError.of(
          500,
          VaultError.wrapped("unable to finish rotating credentials; retries will continue in the "
              + "background but it is also safe to retry manually: " + Database.refusal()));
    }
    change(role, server.now());
    return Reply.none();
  }
}
