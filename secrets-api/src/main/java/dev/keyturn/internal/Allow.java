package dev.keyturn.internal;

import dev.keyturn.model.SecretRef;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What may be asked for. A reference is compared by its canonical store and path, without version and
 * field; {@code *} stands for any characters, also {@code /}.
 */
public final class Allow {
  private static final Allow EVERYTHING = new Allow(true, false, List.of());

  private final boolean everything;
  private final boolean names;
  private final List<Pattern> patterns;

  private Allow(boolean everything, boolean names, List<Pattern> patterns) {
    this.everything = everything;
    this.names = names;
    this.patterns = patterns;
  }

  /** {@return a rule that lets everything pass} */
  public static Allow everything() {
    return EVERYTHING;
  }

  /**
   * Lets only some references pass.
   *
   * @param rules patterns of references; {@code names} for every configured name
   * @return the rule
   */
  public static Allow only(List<String> rules) {
    List<Pattern> patterns =
        rules.stream().filter(rule -> !rule.equals("names")).map(Allow::pattern).toList();
    return new Allow(false, rules.contains("names"), patterns);
  }

  private static Pattern pattern(String rule) {
    return Pattern.compile(
        List.of(rule.split("\\*", -1)).stream()
            .map(Pattern::quote)
            .collect(Collectors.joining(".*")),
        Pattern.DOTALL);
  }

  /**
   * Judges a reference.
   *
   * @param ref what is asked for
   * @param named whether the configuration gave it a name
   * @return whether it may be asked for
   */
  public boolean allows(SecretRef ref, boolean named) {
    return everything
        || (names && named)
        || patterns.stream().anyMatch(rule -> rule.matcher(ref.storeAndPath()).matches());
  }
}
