package dev.keyturn;

import dev.keyturn.internal.Harmless;
import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.SecretsException;

/**
 * One setting as it was given. Its value may be a secret put in the wrong place, so no message has it.
 *
 * @param key the key
 * @param value the value, without blanks at its ends
 * @param origin where it was given, for people
 * @param deliberate whether it surely is a setting, and not a stray line of something secret
 */
record Setting(String key, String value, String origin, boolean deliberate) {
  /** The same setting as it counts for another key. */
  Setting as(String otherKey) {
    return new Setting(otherKey, value, origin + " (" + key + ")", deliberate);
  }

  /** The key, if it may be shown. */
  String shownKey() {
    return deliberate && Harmless.isName(key) ? key : "a key that is not shown";
  }

  /** A failure that says where this setting stands and what is wrong with it. */
  SecretsException invalid(String why) {
    return failure(ErrorCode.INVALID_CONFIGURATION, why);
  }

  SecretsException failure(ErrorCode code, String why) {
    return SecretsException.of(code, null, origin + ": " + shownKey() + " " + why);
  }

  @Override
  public String toString() {
    return "Setting[" + shownKey() + ", " + origin + "]";
  }
}
