package dev.keyturn.testkit.internal.vault;

import dev.keyturn.testkit.internal.http.Request;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request as it comes in, before anything is known of where it goes. */
final class Incoming {
  private static final String PREFIX = "/v1/";
  private static final String BEARER = "Bearer ";
  private static final String PATCH = "application/merge-patch+json";

  final Action action;
  /** Below {@code /v1/}, decoded. */
  final String path;

  final Map<String, String> query;
  private final Request request;

  Incoming(Request request) {
    this.request = request;
    String raw = request.uri().getRawPath();
    if (!raw.startsWith(PREFIX)) {
      throw VaultError.missing();
    }
    path = checked(decode(raw.substring(PREFIX.length()).replace("+", "%2B")));
    query = query(request.uri().getRawQuery());
    Action known = Action.of(request.method(), "true".equals(query.get("list")));
    if (known == null) {
      throw VaultError.silent(405);
    }
    action = known;
    checkPatch();
  }

  private void checkPatch() {
    String type = request.header("Content-Type");
    if (action == Action.PATCH && type == null) {
      throw VaultError.bad("mime: no media type");
    }
    if (action == Action.PATCH && !PATCH.equals(type)) {
      String text = "PATCH requires Content-Type of " + PATCH + ", provided " + type;
      throw VaultError.of(415, text);
    }
  }

  private static String checked(String path) {
    if (path.chars().anyMatch(Character::isISOControl)) {
      throw VaultError.mute(400);
    }
    List<String> segments = List.of(path.split("/", -1));
    if (segments.contains(".") || segments.contains("..")) {
      throw VaultError.bad("relative paths not supported");
    }
    return path;
  }

  private static Map<String, String> query(@Nullable String raw) {
    Map<String, String> query = new LinkedHashMap<>();
    for (String pair : raw == null || raw.isEmpty() ? new String[0] : raw.split("&")) {
      String[] parts = pair.split("=", 2);
      query.putIfAbsent(decode(parts[0]), parts.length == 1 ? "" : decode(parts[1]));
    }
    return query;
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw VaultError.silent(400); // the cause would quote the path
    }
  }

  /** Where a path leads that has empty or dotted segments; null if it has none. */
  static @Nullable String redirection(Request request) {
    String raw = request.uri().getRawPath();
    if (!raw.contains("//") && !(raw + "/").matches(".*/\\.{1,2}/.*")) {
      return null;
    }
    String clean = request.uri().normalize().getRawPath().replaceAll("/{2,}", "/");
    return clean.endsWith("/") && !raw.endsWith("/")
        ? clean.substring(0, clean.length() - 1)
        : clean;
  }

  Fields body() {
    return action.hasBody() ? Fields.read(request.body()) : new Fields(Map.of());
  }

  /** What the caller shows of itself. */
  Shown shown() {
    return new Shown(token(), request.certificate());
  }

  private @Nullable String token() {
    String token = request.header("X-Vault-Token");
    String bearer = request.header("Authorization");
    if (token == null && bearer != null && bearer.startsWith(BEARER)) {
      return bearer.substring(BEARER.length());
    }
    return token;
  }

  /** The namespace it names, with a slash at its end; empty if none. */
  String namespace() {
    String name = request.header("X-Vault-Namespace");
    String trimmed = name == null ? "" : name.replaceAll("^/+|/+$", "");
    return trimmed.isEmpty() ? "" : trimmed + "/";
  }

  /** For how long the answer is to be wrapped; null if it is not. */
  @Nullable
  Duration wrapping() {
    String ttl = request.header("X-Vault-Wrap-TTL");
    Duration span = ttl == null ? null : Spans.parse(ttl);
    return span == null || span.isZero() ? null : span;
  }
}
