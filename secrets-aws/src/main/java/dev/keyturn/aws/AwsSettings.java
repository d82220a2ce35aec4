package dev.keyturn.aws;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.spi.StoreContext;
import dev.keyturn.spi.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The keys of both stores, read and checked. */
final class AwsSettings {
  private static final String ID_TOKEN = "id-token";
  static final Set<String> SECRET_KEYS = Set.of(ID_TOKEN);
  static final Set<String> KEYS = Set.of(
      "region",
      "endpoint",
      "sts-endpoint",
      "profile",
      "role-arn",
      "session-name",
      "external-id",
      "duration",
      "accounts",
      "auth",
      ID_TOKEN,
      "audience");

  private static final Pattern ROLE = Pattern.compile("role/[\\w+=,.@/-]+");
  private static final Pattern SESSION = Pattern.compile("[\\w+=,.@-]{2,64}");
  private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");
  private static final String[] NO_ACCOUNTS = {};
  private static final Pattern DURATION = Pattern.compile("([0-9]{1,6})([smh])");
  private static final Duration SHORTEST = Duration.ofMinutes(15);
  private static final Duration LONGEST = Duration.ofHours(12);

  private final StoreContext context;

  AwsSettings(StoreContext context) {
    this.context = context;
  }

  /** Where the identity comes from. */
  enum Auth {
    DEFAULT,
    CI,
    NONE
  }

  Auth auth() throws StoreException {
    String text = context.config("auth").orElse("default");
    Auth auth = switch (text) {
      case "default" -> Auth.DEFAULT;
      case "ci" -> Auth.CI;
      case "none" -> Auth.NONE;
      default -> throw invalid("auth", "is default, ci or none");
    };
    if (auth == Auth.CI && roleArn().isEmpty()) {
      throw invalid("role-arn", "is missing: with auth=ci it names the role that the job takes on");
    }
    boolean chained = auth == Auth.DEFAULT && roleArn().isPresent();
    if (!chained && context.config("external-id").isPresent()) {
      throw invalid("external-id", "goes with auth=default and role-arn only");
    }
    if (auth != Auth.CI && audience().isPresent()) {
      throw invalid("audience", "goes with auth=ci only");
    }
    if (auth != Auth.CI && isSet(ID_TOKEN)) {
      throw invalid(ID_TOKEN, "goes with auth=ci only");
    }
    if (auth == Auth.NONE && roleArn().isPresent()) {
      throw invalid("role-arn", "does not go with auth=none");
    }
    return auth;
  }

  /** Without reading what it names, which is for the login. */
  private boolean isSet(String key) {
    return context.configs(key).containsKey("");
  }

  Optional<Arn> roleArn() throws StoreException {
    Optional<String> text = context.config("role-arn");
    Optional<Arn> role = text.flatMap(Arn::parse)
        .filter(arn -> arn.service().equals("iam"))
        .filter(arn -> ROLE.matcher(arn.resource()).matches());
    if (text.isPresent() && role.isEmpty()) {
      throw invalid("role-arn", "looks like arn:aws:iam::ACCOUNT:role/NAME");
    }
    return role;
  }

  Optional<String> externalId() {
    return context.config("external-id");
  }

  Optional<String> profile() {
    return context.config("profile");
  }

  Optional<String> audience() {
    return context.config("audience");
  }

  String sessionName() throws StoreException {
    String name = context.config("session-name").orElseGet(() -> CiRun.name(context.environment()));
    if (!SESSION.matcher(name).matches()) {
      throw invalid("session-name", "is 2 to 64 letters, digits and _ + = , . @ -");
    }
    return name;
  }

  Optional<Duration> duration() throws StoreException {
    Optional<String> text = context.config("duration");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Matcher matcher = DURATION.matcher(text.get());
    Duration duration = matcher.matches() ? duration(matcher) : Duration.ZERO;
    if (duration.compareTo(SHORTEST) < 0 || duration.compareTo(LONGEST) > 0) {
      throw invalid("duration", "is 15m to 12h, as far as the role allows");
    }
    return Optional.of(duration);
  }

  private static Duration duration(Matcher matcher) {
    long number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      default -> Duration.ofHours(number);
    };
  }

  List<String> accounts() throws StoreException {
    List<String> accounts = new ArrayList<>();
    for (String account :
        context.config("accounts").map(text -> text.split(",")).orElse(NO_ACCOUNTS)) {
      if (!ACCOUNT.matcher(account.strip()).matches()) {
        throw invalid("accounts", "is a list of account numbers of 12 digits");
      }
      accounts.add(account.strip());
    }
    return accounts;
  }

  StoreException invalid(String key, String message) {
    return new StoreException(
        ErrorCode.INVALID_CONFIGURATION, "store." + context.name() + "." + key + " " + message);
  }
}
