package dev.keyturn.testkit.internal.vault;

import dev.keyturn.testkit.internal.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The members of a request, by type, read as liberally as Vault does. */
final class Fields {
  private final Map<String, @Nullable Object> members;

  Fields(Map<String, ? extends @Nullable Object> members) {
    this.members = new TreeMap<>(members);
  }

  static Fields read(byte[] body) {
    try {
      return new Fields(body.length == 0 ? Map.of() : Json.readExactly(body));
    } catch (IllegalArgumentException e) {
      throw VaultError.bad("failed to decode JSON input: unexpected EOF");
    }
  }

  Map<String, @Nullable Object> all() {
    return members;
  }

  boolean has(String name) {
    return members.containsKey(name);
  }

  /** The member as text; empty if there is none. */
  String text(String name) {
    Object value = members.get(name);
    return value == null ? "" : value.toString();
  }

  boolean flag(String name, boolean otherwise) {
    Object value = members.get(name);
    return value == null ? otherwise : Boolean.parseBoolean(value.toString());
  }

  long number(String name, long otherwise) {
    Object value = members.get(name);
    try {
      return value == null ? otherwise : Long.parseLong(value.toString());
    } catch (NumberFormatException e) {
      String reason = "cannot parse value as 'int': strconv.ParseInt: invalid syntax";
      throw inconvertible(name, reason);
    }
  }

  static VaultError inconvertible(String name, String reason) {
    return VaultError.bad(
        "Field validation failed: error converting input for field \"" + name + "\": '' " + reason);
  }

  /** The member as a duration; null if there is none. */
  @Nullable
  Duration span(String name) {
    Object value = members.get(name);
    Duration span = value == null ? null : Spans.parse(value);
    if (value != null && span == null) {
      throw inconvertible(name, "time: invalid duration");
    }
    return span;
  }

  Duration span(String name, Duration otherwise) {
    Duration span = span(name);
    return span == null ? otherwise : span;
  }

  /** A list, or a text with commas; empty if there is none. */
  List<String> texts(String name) {
    Object value = members.get(name);
    List<String> texts = new ArrayList<>();
    if (value instanceof List<?> list) {
      list.forEach(element -> texts.add(String.valueOf(element)));
    } else if (value != null && !value.toString().isEmpty()) {
      texts.addAll(List.of(value.toString().split("\\s*,\\s*")));
    }
    return texts;
  }

  /** An object; null if there is none. */
  @Nullable
  Map<String, @Nullable Object> object(String name) {
    Object value = members.get(name);
    if (value == null) {
      return null;
    }
    if (!(value instanceof Map<?, ?> members)) {
      throw VaultError.bad("error converting input for field \"" + name
          + "\": '' expected type 'map[string]interface {}', got unconvertible type 'string'");
    }
    return strings(members);
  }

  /** The same members, by names that are known to be text. */
  static Map<String, @Nullable Object> strings(Map<?, ? extends @Nullable Object> members) {
    Map<String, @Nullable Object> object = new TreeMap<>();
    members.forEach((key, element) -> object.put((String) key, element));
    return object;
  }
}
