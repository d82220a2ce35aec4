package dev.keyturn.internal;

import java.util.Collection;
import java.util.Optional;
import java.util.TreeSet;

/** Finds the word that a misspelt one was probably meant to be. */
public final class Closest {
  private static final int LONGEST = 80;

  private Closest() {}

  /**
   * Looks for the nearest word.
   *
   * @param word what was written
   * @param known what could have been meant
   * @return the word with the fewest letters to change, if they are at most a third of it
   */
  public static Optional<String> to(String word, Collection<String> known) {
    if (word.length() > LONGEST) {
      return Optional.empty();
    }
    int least = Math.max(1, word.length() / 3) + 1;
    String near = null;
    for (String candidate : new TreeSet<>(known)) {
      // no word is nearer than the letters it has more or less
      if (Math.abs(candidate.length() - word.length()) < least) {
        int distance = distance(word, candidate);
        near = distance < least ? candidate : near;
        least = Math.min(distance, least);
      }
    }
    return Optional.ofNullable(near);
  }

  /**
   * Writes the nearest word as the end of a message.
   *
   * @param word what was written
   * @param known what could have been meant
   * @return {@code ; did you mean X?}, or nothing if no word is near
   */
  public static String hint(String word, Collection<String> known) {
    return to(word, known).map(near -> "; did you mean " + near + "?").orElse("");
  }

  /** Letters to add, leave out, change or swap with their neighbour. */
  static int distance(String a, String b) {
    int[] beforeLast = new int[b.length() + 1];
    int[] last = new int[b.length() + 1];
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] free = beforeLast;
      beforeLast = last;
      last = row;
      row = free;
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        row[j] = Math.min(Math.min(last[j], row[j - 1]) + 1, last[j - 1] + change);
        if (isSwap(a, i, b, j)) {
          row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
        }
      }
    }
    return row[b.length()];
  }

  private static boolean isSwap(String a, int i, String b, int j) {
    return i > 1
        && j > 1
        && a.charAt(i - 1) == b.charAt(j - 2)
        && a.charAt(i - 2) == b.charAt(j - 1);
  }
}
