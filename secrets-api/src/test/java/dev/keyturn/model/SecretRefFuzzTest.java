package dev.keyturn.model;

import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever the text: a reference that reads back as itself, or INVALID_REFERENCE, at once. */
class SecretRefFuzzTest {
  private static final int TEXTS = 1_000_000;

  /** Each refusal is a fixed sentence; a message that repeated its text would make many. */
  private static final int SENTENCES = 20;

  /** Repeat a run with {@code -Dkeyturn.fuzz.seed=…}, as its failure says. */
  @Test
  @Timeout(60)
  void aMillionTextsAreReferencesOrRefused() {
    long seed = Long.getLong("keyturn.fuzz.seed", ThreadLocalRandom.current().nextLong());
    ReferenceTexts texts = new ReferenceTexts(seed);
    Set<String> refusals = new TreeSet<>();
    int accepted = 0;
    for (int i = 0; i < TEXTS; i++) {
      String text = texts.next();
      try {
        String refusal = refusal(text);
        accepted += refusal == null ? 1 : 0;
        if (refusal != null) {
          refusals.add(refusal);
        }
      } catch (Throwable e) {
        throw new AssertionError("seed " + seed + ", text " + i + ": " + escaped(text), e);
      }
    }
    check(refusals.size() <= SENTENCES, "messages that differ by their text: " + refusals);
    check(accepted > TEXTS / 20 && accepted < TEXTS * 19 / 20, accepted + " accepted: a poor mix");
  }

  /** Checks all that holds of a text; gives the message if it is refused, else null. */
  private static String refusal(String text) {
    SecretRef ref;
    try {
      ref = SecretRef.parse(text);
    } catch (SecretsException e) {
      check(e.code() == ErrorCode.INVALID_REFERENCE, "another code: " + e.code());
      check(e.ref().isEmpty() && e.getCause() == null, "says more than it should");
      return e.getMessage();
    }
    checkSpelling(ref);
    checkSegments(ref);
    return null;
  }

  private static void checkSpelling(SecretRef ref) {
    String spelled = ref.toString();
    SecretRef again = SecretRef.parse(spelled);
    check(again.equals(ref) && again.hashCode() == ref.hashCode(), "no round trip");
    check(again.toString().equals(spelled), "two spellings");
    check(again.path().equals(ref.path()), "another path");
    check(again.version().equals(ref.version()), "another version");
    check(again.field().equals(ref.field()), "another field");
    check(spelled.length() <= RefParser.MAX_LENGTH, "too long");
    check(spelled.chars().allMatch(c -> c > ' ' && c < 0x7F), "not plain ASCII");
    check(spelled.startsWith(ref.storeAndPath()), "store and path are spelled otherwise");
  }

  private static void checkSegments(SecretRef ref) {
    check(!ref.segments().isEmpty(), "no segment");
    for (String segment : ref.segments()) {
      boolean step = segment.isEmpty() || segment.equals(".") || segment.equals("..");
      check(!step && !segment.contains("/") && !segment.contains("\\"), "a way out of the path");
      check(segment.codePoints().noneMatch(Printable::isControl), "a control character");
    }
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }

  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    text.chars()
        .forEach(c -> escaped.append(String.format(c < 0x7F && c > ' ' ? "%c" : "\\u%04x", c)));
    return escaped.toString();
  }
}
