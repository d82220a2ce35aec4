package dev.keyturn.testkit.internal.vault;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** KV 2 keeps every number as a 64-bit float; {@code 1.10} and great integers come back as another text. */
final class GoNumbers {
  private static final double WRITTEN_OUT = 1e15;

  private GoNumbers() {}

  static Map<String, @Nullable Object> asFloats(Map<?, ? extends @Nullable Object> object) {
    Map<String, @Nullable Object> floats = new TreeMap<>();
    object.forEach((name, value) -> floats.put((String) name, asFloat(value)));
    return floats;
  }

  private static @Nullable Object asFloat(@Nullable Object value) {
    if (value instanceof Map<?, ?> object) {
      return asFloats(object);
    }
    if (value instanceof Number number) {
      return asFloat(number.doubleValue());
    }
    if (!(value instanceof List<?> list)) {
      return value;
    }
    List<@Nullable Object> floats = new ArrayList<>();
    list.forEach(element -> floats.add(asFloat(element)));
    return floats;
  }

  private static Number asFloat(double number) {
    boolean whole = Math.rint(number) == number && Math.abs(number) < WRITTEN_OUT;
    return whole ? (Number) (long) number : (Number) number;
  }
}
