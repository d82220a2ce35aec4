package dev.keyturn.testkit.internal.azure;

import dev.keyturn.testkit.internal.http.Request;
import dev.keyturn.testkit.internal.json.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the vault does with a request whose bearer may make it. */
final class VaultOperations {
  private static final Pattern NAME = Pattern.compile("[0-9a-zA-Z-]{1,127}");
  private static final Pattern VERSION = Pattern.compile("[0-9a-fA-F]{32}");
  private static final int MOST_CHARACTERS = 25 * 1024;

  private final VaultBook book;
  private final String address;

  VaultOperations(VaultBook book, String address) {
    this.book = book;
    this.address = address;
  }

  /** The body of the answer; null where there is none. */
  @Nullable
  Map<String, @Nullable Object> run(VaultRoute route, Request request) {
    String query = request.uri().getQuery();
    if (query == null || !query.contains("api-version=")) {
      throw VaultError.badParameter("The request misses the parameter api-version.");
    }
    if (route.name() != null && !NAME.matcher(route.name()).matches()) {
      throw VaultError.badParameter("The request URI contains an invalid name.");
    }
    VaultShapes shapes = new VaultShapes(address, !query.contains("api-version=7.0"));
    String name = String.valueOf(route.name());
    return switch (route.operation()) {
      case "GetSecret" -> get(shapes, book.get(name), route.version());
      case "SetSecret" -> set(shapes, name, body(request));
      case "UpdateSecret" -> update(shapes, book.get(name), route.version(), body(request));
      case "DeleteSecret" -> delete(shapes, book.get(name));
      case "GetSecrets" -> new VaultPages(shapes, query).secrets(book);
      case "GetSecretVersions" -> new VaultPages(shapes, query).versions(book.find(name));
      case "GetDeletedSecret" -> shapes.deleted(book.deleted(name));
      case "RecoverDeletedSecret" -> recover(shapes, book.deleted(name));
      case "PurgeDeletedSecret" -> purge(book.deleted(name));
      default ->
        throw VaultError.of(405, "MethodNotAllowed", "HTTP " + request.method() + " not allowed");
    };
  }

  private static Map<String, @Nullable Object> body(Request request) {
    try {
      return Json.read(request.body());
    } catch (IllegalArgumentException e) {
      throw VaultError.badParameter("The request body is no JSON object.");
    }
  }

  private static Map<String, @Nullable Object> get(
      VaultShapes shapes, VaultSecret secret, @Nullable String id) {
    VaultVersion version = version(secret, id);
    if (!version.enabled) {
      throw VaultError.forbidden(
          "SecretDisabled", "Operation get is not allowed on a disabled secret.");
    }
    return shapes.withValue(secret, version);
  }

  private static VaultVersion version(VaultSecret secret, @Nullable String id) {
    if (id == null) {
      return secret.current();
    }
    if (!VERSION.matcher(id).matches()) {
      throw VaultError.badParameter("The request URI contains an invalid version.");
    }
    VaultVersion version = secret.versions.get(id);
    if (version == null) {
      throw VaultError.notFound(secret.name + "/" + id);
    }
    return version;
  }

  private Map<String, @Nullable Object> set(
      VaultShapes shapes, String name, Map<String, @Nullable Object> body) {
    if (!(body.get("value") instanceof String value) || value.length() > MOST_CHARACTERS) {
      throw VaultError.badParameter("Property value has an invalid value.");
    }
    VaultVersion version = book.add(name, value);
    change(version, body);
    return shapes.withValue(book.get(name), version);
  }

  private Map<String, @Nullable Object> update(
      VaultShapes shapes,
      VaultSecret secret,
      @Nullable String id,
      Map<String, @Nullable Object> body) {
    VaultVersion version = version(secret, id);
    change(version, body);
    version.updated = book.now();
    return shapes.plain(secret, version);
  }

  private static void change(VaultVersion version, Map<String, @Nullable Object> body) {
    if (body.get("contentType") instanceof String type) {
      version.contentType = type;
    }
    if (body.get("tags") instanceof Map<?, ?> tags) {
      version.tags = new LinkedHashMap<>();
      tags.forEach((name, value) -> version.tags.put(String.valueOf(name), value));
    }
    if (body.get("attributes") instanceof Map<?, ?> attributes) {
      version.enabled = !Boolean.FALSE.equals(attributes.get("enabled"));
      version.notBefore = seconds(attributes.get("nbf"), version.notBefore);
      version.expires = seconds(attributes.get("exp"), version.expires);
    }
  }

  private static @Nullable Instant seconds(@Nullable Object value, @Nullable Instant otherwise) {
    return value instanceof Number number ? Instant.ofEpochSecond(number.longValue()) : otherwise;
  }

  private Map<String, @Nullable Object> delete(VaultShapes shapes, VaultSecret secret) {
    book.delete(secret);
    return shapes.deleted(secret);
  }

  private Map<String, @Nullable Object> recover(VaultShapes shapes, VaultSecret secret) {
    book.recover(secret);
    return shapes.plain(secret, secret.current());
  }

  private @Nullable Map<String, @Nullable Object> purge(VaultSecret secret) {
    book.purge(secret);
    return null;
  }
}
