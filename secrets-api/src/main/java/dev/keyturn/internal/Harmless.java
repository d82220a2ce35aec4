package dev.keyturn.internal;

import java.util.regex.Pattern;

/** What may be repeated in a message although it came from a configuration or a store. */
public final class Harmless {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
  private static final Pattern CONTROL = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]");

  private Harmless() {}

  /**
   * Tells whether a word may be shown.
   *
   * @param word a key or a name
   * @return whether it is letters, digits, {@code _ . -}, at most 64 of them
   */
  public static boolean isName(String word) {
    return NAME.matcher(word).matches();
  }

  /**
   * Puts a text on one line: what could steer a terminal or a log becomes {@code ?}.
   *
   * @param text a path or an address of a file
   * @return the text without control characters
   */
  public static String line(String text) {
    return CONTROL.matcher(text).replaceAll("?");
  }
}
