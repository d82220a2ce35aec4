package dev.keyturn.model;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The bytes themselves. A store's answer and the secrets made from it share one; nothing in it is
 * ever changed, and it is not printable, so that only the public methods around it can let it out.
 *
 * <p>The bytes stand in a buffer because assertion libraries print the private arrays of what they
 * compare, and of a buffer only its size.
 */
final class Payload {
  private final transient ByteBuffer bytes;
  private final transient @Nullable SortedMap<String, Payload> fields;

  private Payload(byte[] bytes, @Nullable SortedMap<String, Payload> fields) {
    this.bytes = ByteBuffer.wrap(bytes);
    this.fields = fields;
  }

  static Payload of(byte[] value) {
    return new Payload(value.clone(), null);
  }

  static Payload of(String value) {
    return new Payload(encode(value), null);
  }

  /** Fields that the store itself keeps apart. Their JSON is written when somebody asks for it. */
  static Payload ofFields(Map<String, byte[]> fields) {
    SortedMap<String, Payload> copy = new TreeMap<>();
    fields.forEach((name, value) -> copy.put(name, of(value)));
    return new Payload(new byte[0], Collections.unmodifiableSortedMap(copy));
  }

  byte[] bytes() {
    return fields == null ? copy(bytes) : encode(json(fields));
  }

  String text() {
    return fields == null ? decode(copy(bytes)).toString() : json(fields);
  }

  char[] chars() {
    CharBuffer decoded = fields == null ? decode(copy(bytes)) : CharBuffer.wrap(json(fields));
    char[] copy = new char[decoded.remaining()];
    decoded.get(copy);
    return copy;
  }

  private static byte[] copy(ByteBuffer bytes) {
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(0, copy);
    return copy;
  }

  boolean matches(byte[] candidate) {
    return MessageDigest.isEqual(bytes(), candidate);
  }

  boolean sameAs(Payload other) {
    if (fields == null || other.fields == null) {
      return fields == other.fields && MessageDigest.isEqual(copy(bytes), copy(other.bytes));
    }
    boolean same = fields.keySet().equals(other.fields.keySet());
    for (Map.Entry<String, Payload> field : fields.entrySet()) {
      Payload counterpart = other.fields.get(field.getKey());
      same &= counterpart != null && field.getValue().sameAs(counterpart); // each one, by design
    }
    return same;
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
  @Nullable
  Payload field(String name) {
    if (fields != null) {
      return fields.get(name);
    }
    String found = JsonText.find(text(), name);
    return found == null ? null : of(found);
  }

  private static String json(SortedMap<String, Payload> fields) {
    try {
      return JsonText.write(fields);
    } catch (SecretsException e) {
      throw malformed(
          "a field is not UTF-8 text, so the fields together cannot be read as JSON; read each with"
              + " field(name).revealBytes()");
    }
  }

  private static CharBuffer decode(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
    } catch (CharacterCodingException e) {
      throw malformed("the value is not UTF-8 text; read it with revealBytes()");
    }
  }

  /** Strict, since half a surrogate pair would silently become a question mark. */
  private static byte[] encode(String text) {
    try {
      return copy(StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text)));
    } catch (CharacterCodingException e) {
      throw malformed("the value holds half of a surrogate pair, so it is not Unicode text");
    }
  }

  private static SecretsException malformed(String message) {
    return SecretsException.of(ErrorCode.MALFORMED, null, message);
  }

  @Override
  public String toString() {
    return "Payload[hidden]";
  }
}
