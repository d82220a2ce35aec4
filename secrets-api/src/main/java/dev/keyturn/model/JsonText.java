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
  private static final JsonFactory JSON = new JsonFactoryBuilder()
      .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
      .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES) // a table that outlives the secret
      .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
      .build();

  private JsonText() {}

  static String write(SortedMap<String, Payload> fields) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      for (Map.Entry<String, Payload> field : fields.entrySet()) {
        json.writeStringField(field.getKey(), field.getValue().text());
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a string was not written to", e);
    }
    return text.toString();
  }

  static SortedSet<String> names(String text) {
    SortedSet<String> names = new TreeSet<>();
    walk(text, (json, source) -> {
      if (json.currentToken() != JsonToken.START_OBJECT) {
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
    return field == null ? walk(text, new JsonPointer(name)) : field;
  }

  private static @Nullable String member(JsonParser json, String source, String name)
      throws IOException {
    if (json.currentToken() == JsonToken.START_ARRAY && JsonPointer.beginsWithIndex(name)) {
      return null;
    }
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw notAnObject();
    }
    return JsonPointer.enterMember(json, name) ? current(json, source) : null;
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
      if (json.nextToken() == null) {
        throw notJson();
      }
      T result = walk.through(json, source);
      end(json);
      return result;
    } catch (IOException e) {
      throw notJson();
    }
  }

  /** Half a document is no document, and two are none either. */
  private static void end(JsonParser json) throws IOException {
    while (!json.getParsingContext().inRoot()) {
      json.nextToken();
    }
    if (json.nextToken() != null) {
      throw notJson();
    }
  }

  private static SecretsException notJson() {
    return malformed(
        "the value is not JSON (malformed, nested too deeply, or a field given twice)");
  }

  private static SecretsException notAnObject() {
    return malformed("the value is not a JSON object, so it has no fields");
  }

  private static SecretsException malformed(String message) {
    return SecretsException.of(ErrorCode.MALFORMED, null, message);
  }

  /** One pass over a document. */
  @FunctionalInterface
  interface Walk<T> {
    @Nullable
    T through(JsonParser json, String source) throws IOException;
  }
}
