package dev.keyturn;

import dev.keyturn.internal.Allow;
import java.util.List;

/** Reads {@code allow}. A rule that could never match is a mistake, and is said to be one. */
final class AllowRules {
  private AllowRules() {}

  static Allow read(Setting setting) {
    List<String> rules = Values.list(setting);
    rules.forEach(rule -> check(setting, rule));
    return Allow.only(rules);
  }

  private static void check(Setting setting, String rule) {
    if (rule.indexOf('?') >= 0 || rule.indexOf('#') >= 0) {
      throw setting.invalid(
          "holds a rule with a version or a field; rules are judged without them");
    }
    if (!rule.equals("names") && !rule.equals("*") && !rule.contains("://")) {
      throw setting.invalid("takes 'names' and references such as env://APP_* or vault://kv/app/*");
    }
  }
}
