package dev.keyturn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.model.SecretsException;
import java.io.IOException;
import java.io.StringReader;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PropertiesReaderTest {
  private static final int ROUNDS = 100_000;
  private static final String ALPHABET = "ab=: \t\f\\\\\\\\#!\r\n\nu0041trnf\u00e4";

  @Test
  void readsWhatPropertiesReads() {
    Random random = new Random(20_261_122);
    for (int round = 0; round < ROUNDS; round++) {
      String text = text(random);
      if (!ours(text).equals(theirs(text))) {
        assertThat(ours(text)).as("round %d: %s", round, text).isEqualTo(theirs(text));
      }
    }
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int length = random.nextInt(30); length > 0; length--) {
      text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return text.toString();
  }

  private static Map<String, String> ours(String text) {
    Map<String, String> read = new HashMap<>();
    try {
      new PropertiesReader("text", text)
          .lines()
          .forEach(line -> read.put(line.key(), line.value()));
    } catch (SecretsException e) {
      return Map.of("malformed", "");
    }
    return withoutNoKey(read);
  }

  private static Map<String, String> theirs(String text) {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(text));
    } catch (IllegalArgumentException e) {
      return Map.of("malformed", "");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    Map<String, String> read = new HashMap<>();
    properties.forEach((key, value) -> read.put((String) key, (String) value));
    return withoutNoKey(read);
  }

  // A lone backslash at the very end is a setting without a key to Properties, and nothing to us.
  private static Map<String, String> withoutNoKey(Map<String, String> read) {
    read.remove("");
    return read;
  }
}
