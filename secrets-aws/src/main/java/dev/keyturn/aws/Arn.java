package dev.keyturn.aws;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The name that AWS gives to a resource. In a reference it is a check, never an address. */
record Arn(String partition, String service, String region, String account, String resource) {
  private static final Pattern SHAPE =
      Pattern.compile("arn:(aws[a-z-]*):([a-z0-9-]+):([a-z0-9-]*):([0-9]{12}):(.+)");

  static Optional<Arn> parse(String text) {
    Matcher matcher = SHAPE.matcher(text);
    return matcher.matches()
        ? Optional.of(new Arn(
            matcher.group(1),
            matcher.group(2),
            matcher.group(3),
            matcher.group(4),
            matcher.group(5)))
        : Optional.empty();
  }
}
