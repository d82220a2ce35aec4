package dev.keyturn.testkit.internal.aws;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A parameter as it is asked for: a name or an ARN, which may end in a version or a label.
 *
 * @param asked the text itself
 * @param names what the parameter may be called: an ARN does not tell {@code /x} from {@code x}
 * @param selector the version or label, or null
 */
record ParameterName(
    String asked, List<String> names, @Nullable String selector) {
  private static final String IN_ARN = ":parameter";

  static ParameterName parse(String asked) {
    int resource = asked.startsWith("arn:") ? asked.indexOf(IN_ARN) : -1;
    String rest = resource < 0 ? asked : asked.substring(resource + IN_ARN.length());
    int colon = rest.indexOf(':');
    String name = colon < 0 ? rest : rest.substring(0, colon);
    String selector = colon < 0 ? null : rest.substring(colon + 1);
    boolean either = resource >= 0 && name.startsWith("/");
    return new ParameterName(
        asked, either ? List.of(name, name.substring(1)) : List.of(name), selector);
  }

  /** A name in a hierarchy begins with its root. */
  ParameterName checked() {
    String name = names.get(0);
    if (name.indexOf('/') > 0) {
      throw AwsError.of("ValidationException", "Parameter name must be a fully qualified name.");
    }
    return this;
  }
}
