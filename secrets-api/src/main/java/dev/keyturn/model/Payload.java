package dev.keyturn.model;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The bytes themselves. A store's answer and the secrets made from it share one; nothing in it is
 * ever changed, and it is not printable, so that only the public methods around it can let it out.
 */
final class Payload {
  private final transient byte[] bytes;
  private final transient @Nullable SortedMap<String, byte[]> fields;

  private Payload(byte[] bytes, @Nullable SortedMap<String, byte[]> fields) {
    this.bytes = bytes;
    this.fields = fields;
  }

  static Payload of(byte[] value) {
    return new Payload(value.clone(), null);
  }

  /** Fields that the store itself keeps apart. Their JSON is written when somebody asks for it. */
  static Payload ofFields(Map<String, byte[]> fields) {
    SortedMap<String, byte[]> copy = new TreeMap<>();
    fields.forEach((name, value) -> copy.put(name, value.clone()));
    return new Payload(new byte[0], Collections.unmodifiableSortedMap(copy));
  }

  byte[] bytes() {
    return fields == null ? bytes.clone() : text().getBytes(StandardCharsets.UTF_8);
  }

  String text() {
    return fields == null ? decode(bytes).toString() : JsonText.write(fields);
  }

  char[] chars() {
    CharBuffer decoded = fields == null ? decode(bytes) : CharBuffer.wrap(JsonText.write(fields));
    char[] copy = new char[decoded.remaining()];
    decoded.get(copy);
    return copy;
  }

  boolean matches(byte[] candidate) {
    return MessageDigest.isEqual(fields == null ? bytes : bytes(), candidate);
  }

  boolean sameAs(Payload other) {
    if (fields == null || other.fields == null) {
      return fields == other.fields && MessageDigest.isEqual(bytes, other.bytes);
    }
    return fields.keySet().equals(other.fields.keySet())
        && fields.entrySet().stream()
            .allMatch(e -> Arrays.equals(e.getValue(), other.fields.get(e.getKey())));
  }

  /** The names of the fields, sorted; none if the value is not a JSON object. */
  Set<String> fieldNames() {
    if (fields != null) {
      return fields.keySet();
    }
    try {
      return Collections.unmodifiableSet(JsonText.names(text()));
    } catch (SecretsException notJson) {
      return Set.of();
    }
  }

  /** The field of that name, else the place that the name points to, else null. */
  @Nullable Payload field(String name) {
    if (fields != null) {
      byte[] field = fields.get(name);
      return field == null ? null : new Payload(field, null);
    }
    String found = JsonText.find(text(), name);
    return found == null ? null : new Payload(found.getBytes(StandardCharsets.UTF_8), null);
  }

  static CharBuffer decode(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
    } catch (CharacterCodingException e) {
      throw SecretsException.of(
          ErrorCode.MALFORMED, null, "the value is not UTF-8 text; read it with revealBytes()");
    }
  }

  @Override
  public String toString() {
    return "Payload[hidden]";
  }
}
