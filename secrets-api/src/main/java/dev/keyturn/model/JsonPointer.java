package dev.keyturn.model;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A JSON pointer (RFC 6901) without its leading slash, followed in one pass. */
final class JsonPointer implements JsonText.Walk<String> {
  private final String[] steps;

  JsonPointer(String pointer) {
    steps = pointer.split("/", -1);
    for (int i = 0; i < steps.length; i++) {
      steps[i] = steps[i].replace("~1", "/").replace("~0", "~");
    }
  }

  @Override
  public @Nullable String through(JsonParser json, String source) throws IOException {
    for (String step : steps) {
      if (!enter(json, step)) {
        return null;
      }
    }
    return JsonText.current(json, source);
  }

  /** Moves to that child of the value at hand; false if there is none. */
  private static boolean enter(JsonParser json, String step) throws IOException {
    return switch (json.currentToken()) {
      case START_OBJECT -> enterMember(json, step);
      case START_ARRAY -> enterElement(json, index(step));
      default -> false;
    };
  }

  static boolean enterMember(JsonParser json, String name) throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      boolean match = json.currentName().equals(name);
      json.nextToken();
      if (match) {
        return true;
      }
      json.skipChildren();
    }
    return false;
  }

  private static boolean enterElement(JsonParser json, int index) throws IOException {
    for (int i = 0; index >= 0 && json.nextToken() != JsonToken.END_ARRAY; i++) {
      if (i == index) {
        return true;
      }
      json.skipChildren();
    }
    return false;
  }

  /** Tells whether the name, read as a pointer, leads into an array. */
  static boolean beginsWithIndex(String name) {
    int slash = name.indexOf('/');
    return index(slash < 0 ? name : name.substring(0, slash)) >= 0;
  }

  /** The array index that the step spells, or -1. */
  private static int index(String step) {
    boolean digits =
        !step.isEmpty() && step.length() < 10 && step.chars().allMatch(c -> c >= '0' && c <= '9');
    return !digits || (step.length() > 1 && step.startsWith("0")) ? -1 : Integer.parseInt(step);
  }
}
