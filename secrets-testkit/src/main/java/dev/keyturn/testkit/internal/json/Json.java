package dev.keyturn.testkit.internal.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON to maps, lists and scalars, and back. Instants are written as AWS writes them. */
public final class Json {
  private static final JsonFactory JSON = new JsonFactory();

  private Json() {}

  /**
   * Reads an object. Its fractions are of type {@code double}.
   *
   * @param text it, in UTF-8
   * @return its members, in their order
   * @throws IllegalArgumentException if it is none; nothing of the text is in the message
   */
  public static Map<String, @Nullable Object> read(byte[] text) {
    return read(text, false);
  }

  /**
   * Reads an object. Its fractions keep every digit, as {@link BigDecimal}.
   *
   * @param text it, in UTF-8
   * @return its members, in their order
   * @throws IllegalArgumentException as {@link #read}
   */
  public static Map<String, @Nullable Object> readExactly(byte[] text) {
    return read(text, true);
  }

  private static Map<String, @Nullable Object> read(byte[] text, boolean exactly) {
    try (JsonParser json = JSON.createParser(text)) {
      if (json.nextToken() == JsonToken.START_OBJECT) {
        return object(json, exactly);
      }
    } catch (IOException e) {
      // answered below; the parser's own words may quote the request
    }
    throw new IllegalArgumentException("no JSON object");
  }

  /**
   * Writes an object.
   *
   * @param object its members: maps, iterables, strings, numbers, booleans, instants, null
   * @return it, in UTF-8
   */
  public static byte[] write(Map<String, ?> object) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(out)) {
      write(json, object);
    } catch (IOException e) {
      throw new UncheckedIOException("an array was not written to", e);
    }
    return out.toByteArray();
  }

  /** Seconds since 1970 with their fraction, which Java too spells {@code 1.773934357694E9}. */
  static double seconds(Instant instant) {
    return instant.toEpochMilli() / 1000.0;
  }

  private static @Nullable Object value(JsonParser json, boolean exactly) throws IOException {
    return switch (json.currentToken()) {
      case START_OBJECT -> object(json, exactly);
      case START_ARRAY -> array(json, exactly);
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      case VALUE_NUMBER_INT -> json.getNumberValue();
      case VALUE_NUMBER_FLOAT -> exactly ? json.getDecimalValue() : json.getNumberValue();
      default -> json.getText();
    };
  }

  private static Map<String, @Nullable Object> object(JsonParser json, boolean exactly)
      throws IOException {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      members.put(name, value(json, exactly));
    }
    return members;
  }

  private static List<@Nullable Object> array(JsonParser json, boolean exactly) throws IOException {
    List<@Nullable Object> elements = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      elements.add(value(json, exactly));
    }
    return elements;
  }

  private static void write(JsonGenerator json, @Nullable Object value) throws IOException {
    if (value instanceof Map<?, ?> object) {
      json.writeStartObject();
      for (Map.Entry<?, ?> member : object.entrySet()) {
        json.writeFieldName((String) member.getKey());
        write(json, member.getValue());
      }
      json.writeEndObject();
    } else if (value instanceof Iterable<?> array) {
      json.writeStartArray();
      for (Object element : array) {
        write(json, element);
      }
      json.writeEndArray();
    } else {
      writeScalar(json, value);
    }
  }

  private static void writeScalar(JsonGenerator json, @Nullable Object value) throws IOException {
    if (value instanceof Instant instant) {
      json.writeNumber(seconds(instant));
    } else if (value instanceof Boolean flag) {
      json.writeBoolean(flag);
    } else if (value instanceof Double || value instanceof Float) {
      json.writeNumber(((Number) value).doubleValue());
    } else if (value instanceof BigDecimal number) {
      json.writeNumber(number);
    } else if (value instanceof BigInteger number) {
      json.writeNumber(number);
    } else if (value instanceof Number number) {
      json.writeNumber(number.longValue());
    } else {
      json.writeString((String) value);
    }
  }
}
