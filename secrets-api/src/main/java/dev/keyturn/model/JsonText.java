package dev.keyturn.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Fields of a JSON value, read as a stream. Numbers and nested values keep the spelling of the
 * source. A parser's own error is never kept: it may quote the text.
 */
final class JsonText {
  private static final JsonFactory JSON =
      new JsonFactoryBuilder()
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private JsonText() {}

  static String write(SortedMap<String, byte[]> fields) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      for (Map.Entry<String, byte[]> field : fields.entrySet()) {
        json.writeStringField(field.getKey(), Payload.decode(field.getValue()).toString());
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a string was not written to", e);
    }
    return text.toString();
  }

  static SortedSet<String> names(String text) {
    SortedSet<String> names = new TreeSet<>();
    walk(
        text,
        (json, source) -> {
          if (json.nextToken() != JsonToken.START_OBJECT) {
            throw notAnObject();
          }
          while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            if (json.nextToken() != JsonToken.VALUE_NULL) {
              names.add(name);
            }
            json.skipChildren();
          }
          return null;
        });
    return names;
  }

  /** The field as it is spelled; only if there is none, a JSON pointer without its first slash. */
  static @Nullable String find(String text, String name) {
    String field = walk(text, (json, source) -> member(json, source, name));
    return field == null && name.indexOf('/') >= 0 ? walk(text, new JsonPointer(name)) : field;
  }

  private static @Nullable String member(JsonParser json, String source, String name)
      throws IOException {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      if (name.indexOf('/') >= 0 || isIndex(json, name)) {
        return null;
      }
      throw notAnObject();
    }
    String found = null;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      boolean match = json.currentName().equals(name);
      json.nextToken();
      String value = match ? current(json, source) : skip(json);
      found = match ? value : found;
    }
    return found;
  }

  private static boolean isIndex(JsonParser json, String name) {
    return json.currentToken() == JsonToken.START_ARRAY && JsonPointer.index(name) >= 0;
  }

  private static @Nullable String skip(JsonParser json) throws IOException {
    json.skipChildren();
    return null;
  }

  /** The value that the parser stands on, whole; null for JSON's null. */
  static @Nullable String current(JsonParser json, String source) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_NULL) {
      return null;
    }
    if (!json.currentToken().isStructStart()) {
      return json.getText();
    }
    int start = (int) json.currentTokenLocation().getCharOffset();
    json.skipChildren();
    return source.substring(start, (int) json.currentLocation().getCharOffset());
  }

  private static <T> @Nullable T walk(String text, Walk<T> walk) {
    String source = text.startsWith("\uFEFF") ? text.substring(1) : text;
    try (JsonParser json = JSON.createParser(source)) {
      T result = walk.through(json, source);
      while (json.nextToken() != null) {
        json.skipChildren(); // to the end: half a document is no document
      }
      return result;
    } catch (IOException e) {
      throw malformed("the value is not well-formed JSON");
    }
  }

  static SecretsException notAnObject() {
    return malformed("the value is not a JSON object, so it has no fields");
  }

  private static SecretsException malformed(String message) {
    return SecretsException.of(ErrorCode.MALFORMED, null, message);
  }

  /** One pass over a document. */
  @FunctionalInterface
  interface Walk<T> {
    @Nullable T through(JsonParser json, String source) throws IOException;
  }
}
