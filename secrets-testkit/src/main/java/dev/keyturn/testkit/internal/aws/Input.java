package dev.keyturn.testkit.internal.aws;

import dev.keyturn.testkit.internal.json.Json;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The members of a request, by type. What has another type than it should is a bad request. */
final class Input {
  private final String caller;
  private final Map<String, @Nullable Object> members;

  Input(String caller, Map<String, @Nullable Object> members) {
    this.caller = caller;
    this.members = members;
  }

  /** Reads a request's body. What is no JSON object is a bad request. */
  static Input read(String caller, byte[] body) {
    try {
      return new Input(caller, Json.read(body));
    } catch (IllegalArgumentException e) {
      throw AwsError.of("SerializationException", null);
    }
  }

  /** The ARN of who is asking. */
  String caller() {
    return caller;
  }

  boolean has(String name) {
    return members.get(name) != null;
  }

  String text(String name) {
    String value = textOrNull(name);
    if (value == null) {
      throw invalid(name, "Member must not be null");
    }
    return value;
  }

  @Nullable
  String textOrNull(String name) {
    return typed(name, String.class);
  }

  boolean flag(String name) {
    return Boolean.TRUE.equals(typed(name, Boolean.class));
  }

  long number(String name, long otherwise) {
    Number value = typed(name, Number.class);
    return value == null ? otherwise : value.longValue();
  }

  /** Base64, decoded. */
  byte @Nullable [] bytesOrNull(String name) {
    String value = textOrNull(name);
    try {
      return value == null ? null : Base64.getDecoder().decode(value);
    } catch (IllegalArgumentException e) {
      throw AwsError.of("SerializationException", null);
    }
  }

  boolean isList(String name) {
    return members.get(name) instanceof List<?>;
  }

  /** A list of strings; empty if there is none. */
  List<String> texts(String name) {
    List<?> value = typed(name, List.class);
    List<String> texts = new ArrayList<>();
    for (Object element : value == null ? List.of() : value) {
      texts.add(cast(element, String.class));
    }
    return texts;
  }

  /** The same, but too many of them are a bad request. */
  List<String> texts(String name, int most) {
    List<String> texts = texts(name);
    if (texts.size() > most) {
      throw invalid(name, "Member must have length less than or equal to " + most);
    }
    return texts;
  }

  /** Says what AWS says of a member that breaks its constraint, without repeating the member. */
  static AwsError invalid(String name, String constraint) {
    String member = Character.toLowerCase(name.charAt(0)) + name.substring(1);
    return AwsError.of(
        "ValidationException",
        "1 validation error detected: Value at '"
            + member
            + "' failed to satisfy constraint: "
            + constraint);
  }

  private <T> @Nullable T typed(String name, Class<T> type) {
    Object value = members.get(name);
    return value == null ? null : cast(value, type);
  }

  private static <T> T cast(@Nullable Object value, Class<T> type) {
    if (!type.isInstance(value)) {
      throw AwsError.of("SerializationException", null);
    }
    return type.cast(value);
  }
}
