package dev.keyturn.vault;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object. Numbers keep the spelling of their source, keys are sorted. A parser's own error is
 * never kept: it may quote the text.
 */
final class Json {
  private static final JsonFactory FACTORY = new JsonFactoryBuilder()
      .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
      .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES) // a table that outlives the secret
      .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
      .build();

  private final NavigableMap<String, Object> members;

  private Json(NavigableMap<String, Object> members) {
    this.members = members;
  }

  /** A number, a truth value or null, as it stands in its source. */
  private record Raw(String text) {}

  /** An object with members of text, for a request. */
  static Json of(Map<String, String> members) {
    return new Json(new TreeMap<>(members));
  }

  /** With a number besides. */
  Json with(String name, long number) {
    NavigableMap<String, Object> copy = new TreeMap<>(members);
    copy.put(name, new Raw(Long.toString(number)));
    return new Json(copy);
  }

  /** With a list of one text besides. */
  Json withList(String name, String element) {
    NavigableMap<String, Object> copy = new TreeMap<>(members);
    copy.put(name, List.of(element));
    return new Json(copy);
  }

  /** The object that the text is; null if it is none, or there is no text. */
  static @Nullable Json parse(byte @Nullable [] text) {
    if (text == null) {
      return null;
    }
    try (JsonParser json = FACTORY.createParser(text)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return null;
      }
      Json parsed = new Json(object(json));
      return json.nextToken() == null ? parsed : null;
    } catch (IOException e) {
      return null;
    }
  }

  private static NavigableMap<String, Object> object(JsonParser json) throws IOException {
    NavigableMap<String, Object> members = new TreeMap<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      members.put(name, value(json));
    }
    return members;
  }

  private static Object value(JsonParser json) throws IOException {
    return switch (json.currentToken()) {
      case START_OBJECT -> new Json(object(json));
      case START_ARRAY -> array(json);
      case VALUE_STRING -> json.getText();
      default -> new Raw(json.getText());
    };
  }

  private static List<Object> array(JsonParser json) throws IOException {
    List<Object> elements = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      elements.add(value(json));
    }
    return elements;
  }

  boolean has(String name) {
    return members.containsKey(name);
  }

  /** The object of that name; null if there is none, or it is something else. */
  @Nullable
  Json object(String name) {
    return members.get(name) instanceof Json object ? object : null;
  }

  /** The text of that name; empty if there is none, or it is something else. */
  String text(String name) {
    return members.get(name) instanceof String text ? text : "";
  }

  /** The texts in the list of that name. */
  List<String> texts(String name) {
    List<?> elements = members.get(name) instanceof List<?> list ? list : List.of();
    return elements.stream()
        .filter(String.class::isInstance)
        .map(String.class::cast)
        .toList();
  }

  /** Whether it is true and not merely there. */
  boolean isTrue(String name) {
    return new Raw("true").equals(members.get(name));
  }

  /** The whole number of that name; zero if there is none, or it is something else or negative. */
  long number(String name) {
    if (members.get(name) instanceof Raw raw) {
      try {
        return Math.max(0, Long.parseLong(raw.text()));
      } catch (NumberFormatException e) {
        return 0;
      }
    }
    return 0;
  }

  /** The number of that name as it is spelled; empty if there is none. */
  String spelled(String name) {
    return members.get(name) instanceof Raw raw && !raw.text().equals("null") ? raw.text() : "";
  }

  /** The same without some of its members. */
  Json without(Iterable<String> names) {
    NavigableMap<String, Object> rest = new TreeMap<>(members);
    names.forEach(rest::remove);
    return new Json(rest);
  }

  /** As text, without blanks. */
  String write() {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      write(json, this);
    } catch (IOException e) {
      throw new UncheckedIOException("a string was not written to", e);
    }
    return text.toString();
  }

  private static void write(JsonGenerator json, Object value) throws IOException {
    if (value instanceof Json object) {
      json.writeStartObject();
      for (Map.Entry<String, Object> member : object.members.entrySet()) {
        json.writeFieldName(member.getKey());
        write(json, member.getValue());
      }
      json.writeEndObject();
    } else if (value instanceof List<?> elements) {
      json.writeStartArray();
      for (Object element : elements) {
        write(json, element);
      }
      json.writeEndArray();
    } else if (value instanceof Raw raw) {
      json.writeRawValue(raw.text());
    } else {
      json.writeString((String) value);
    }
  }

  /** {@return the names of its members, without their values} */
  @Override
  public String toString() {
    return "Json" + members.keySet();
  }
}
