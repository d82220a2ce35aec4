package dev.keyturn.model;

import static dev.keyturn.model.Stored.secret;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Objects and arrays are cut out of the source where they stand, also out of a large one. */
class JsonSpellingTest {
  private static final String[] BLANKS = {"", "", " ", "\n", "\t", "\r\n  "};
  private static final String[] SCALARS = {
    "1.0",
    "-0",
    "1E+5",
    "12345678901234567890",
    "true",
    "false",
    "null",
    "\"\"",
    "\"a]}\\\"[{\"",
    "\"é🔑\\u00e9\"",
    "\"" + "x".repeat(3000) + "\"",
  };

  private final SplittableRandom random = new SplittableRandom(20261122);

  @Test
  void everyMemberOfALargeObjectKeepsItsSpelling() {
    for (int round = 0; round < 12; round++) {
      Map<String, String> members = new LinkedHashMap<>();
      for (int i = 0; i < 12 * round; i++) {
        members.put("é" + i, "[" + blank() + value(4) + blank() + "]");
      }
      Secret secret = secret(blank() + object(members) + blank());

      assertThat(secret.fields()).containsExactlyInAnyOrderElementsOf(members.keySet());
      members.forEach(
          (name, spelled) -> assertThat(secret.field(name).reveal()).isEqualTo(spelled));
    }
  }

  private String value(int depth) {
    return switch (depth == 0 ? 0 : random.nextInt(3)) {
      case 1 -> "[" + value(depth - 1) + blank() + "," + blank() + value(depth - 1) + "]";
      case 2 -> object(Map.of("k", value(depth - 1), "l/~\\\"", value(depth - 1)));
      default -> SCALARS[random.nextInt(SCALARS.length)];
    };
  }

  private String object(Map<String, String> members) {
    StringBuilder json = new StringBuilder("{");
    members.forEach((name, value) -> json.append(json.length() == 1 ? "" : ",")
        .append(blank())
        .append('"' + name + '"')
        .append(blank() + ":" + blank())
        .append(value));
    return json.append(blank()).append("}").toString();
  }

  private String blank() {
    return BLANKS[random.nextInt(BLANKS.length)];
  }
}
