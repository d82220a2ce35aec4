package dev.keyturn.testkit.internal.vault;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A good answer, or one that is no error although its status says so. It may hold a secret, so it does
 * not print itself.
 */
final class Reply {
  private static final Reply NONE = new Reply(204, null, null);

  private final int status;
  private final @Nullable Map<String, ?> data;
  private final @Nullable Map<String, ?> auth;
  private List<String> warnings = List.of();
  private @Nullable Map<String, ?> wrapInfo;
  private String leaseId = "";
  private boolean renewable;
  private long seconds;
  private boolean bare;
  private boolean flat;

  private Reply(int status, @Nullable Map<String, ?> data, @Nullable Map<String, ?> auth) {
    this.status = status;
    this.data = data;
    this.auth = auth;
  }

  /** Nothing to say. */
  static Reply none() {
    return NONE;
  }

  static Reply of(Map<String, ?> data) {
    return new Reply(200, data, null);
  }

  /** An envelope without data. */
  static Reply empty(int status) {
    return new Reply(status, null, null);
  }

  static Reply of(int status, Map<String, ?> data) {
    return new Reply(status, data, null);
  }

  /** A status without a body. */
  static Reply nothing(int status) {
    Reply reply = new Reply(status, null, null);
    reply.bare = true;
    return reply;
  }

  static Reply auth(Map<String, ?> auth) {
    return new Reply(200, null, auth);
  }

  /** A body without the envelope. */
  static Reply bare(int status, Map<String, ?> body) {
    Reply reply = new Reply(status, body, null);
    reply.bare = true;
    return reply;
  }

  /** The token that stands for another reply. */
  static Reply wrapped(Map<String, ?> wrapInfo) {
    Reply reply = empty(200);
    reply.wrapInfo = wrapInfo;
    return reply;
  }

  Reply lasting(Duration lifetime) {
    this.seconds = lifetime.toSeconds();
    return this;
  }

  Reply leased(String id, Duration lifetime) {
    this.leaseId = id;
    this.renewable = true;
    return lasting(lifetime);
  }

  Reply warning(List<String> texts) {
    this.warnings = texts;
    return this;
  }

  /** The members of the data stand beside the envelope's too, as in Vault's oldest answers. */
  Reply flat() {
    this.flat = true;
    return this;
  }

  int status() {
    return status;
  }

  /** What it is about: its data, or what a login gave. */
  Map<String, Object> content() {
    Map<String, Object> content = new LinkedHashMap<>();
    Map<String, ?> members = data == null ? auth : data;
    if (members != null) {
      members.forEach((name, value) -> {
        if (value != null) {
          content.put(name, value);
        }
      });
    }
    return content;
  }

  /** The accessor of the token or secret id that it holds; null if it holds none. */
  @Nullable
  Object accessor() {
    if (auth != null) {
      return auth.get("accessor");
    }
    return data == null ? null : data.get("secret_id_accessor");
  }

  /** The body; null if there is none. */
  @Nullable
  Map<String, ?> body() {
    if (bare || status == 204) {
      return data;
    }
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    if (flat && data != null) {
      body.putAll(data);
    }
    body.put("request_id", wrapInfo == null ? UUID.randomUUID().toString() : "");
    body.put("lease_id", leaseId);
    body.put("renewable", renewable);
    body.put("lease_duration", seconds);
    body.put("data", data);
    body.put("wrap_info", wrapInfo);
    body.put("warnings", warnings.isEmpty() ? null : warnings);
    body.put("auth", auth);
    return body;
  }
}
