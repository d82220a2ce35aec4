package dev.keyturn.gcp;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.spi.StoreContext;
import dev.keyturn.spi.StoreException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The keys of the store, read and checked. */
final class GcpSettings {
  static final Set<String> SECRET_KEYS = Set.of("id-token");
  static final Set<String> KEYS = Set.of(
      "project",
      "projects",
      "location",
      "endpoint",
      "sts-endpoint",
      "auth",
      "workload-identity-provider",
      "service-account",
      "id-token",
      "audience");

  private static final String VARIABLE = "GOOGLE_CLOUD_PROJECT";

  /** An id, perhaps with the domain it belongs to, or a number. */
  private static final Pattern PROJECT =
      Pattern.compile("(?:[a-z0-9][a-z0-9.-]{0,62}:)?[a-z0-9][a-z0-9-]{0,62}");

  private static final Pattern LOCATION = Pattern.compile("[a-z]{2,}(-[a-z0-9]+){1,4}");
  private static final Pattern PROVIDER =
      Pattern.compile("projects/[0-9]{1,20}/locations/global/workloadIdentityPools/[a-z0-9-]{4,32}"
          + "/providers/[a-z0-9-]{4,32}");
  private static final Pattern ACCOUNT = Pattern.compile("[a-z0-9._-]{1,100}@[a-z0-9.-]{1,100}");
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|\\[::1]|\\[0:0:0:0:0:0:0:1]");

  private final StoreContext context;

  GcpSettings(StoreContext context) {
    this.context = context;
  }

  /** Where the identity comes from. */
  enum Auth {
    DEFAULT,
    CI,
    NONE
  }

  static boolean isProject(String text) {
    return PROJECT.matcher(text).matches();
  }

  Auth auth() throws StoreException {
    Auth auth = switch (context.config("auth").orElse("default")) {
      case "default" -> Auth.DEFAULT;
      case "ci" -> Auth.CI;
      case "none" -> Auth.NONE;
      default -> throw invalid("auth", "is default, ci or none");
    };
    for (String key : List.of("workload-identity-provider", "service-account", "audience")) {
      if (auth != Auth.CI && context.config(key).isPresent()) {
        throw invalid(key, "goes with auth=ci only");
      }
    }
    if (auth == Auth.NONE && !isLoopback(endpoint())) {
      throw invalid("auth", "=none is for an endpoint on this machine only");
    }
    return auth;
  }

  /** The project of secrets that are named by their id alone. */
  Optional<String> project() throws StoreException {
    Optional<String> configured = context.config("project");
    Optional<String> project = configured.or(() -> variable(VARIABLE));
    if (project.isPresent() && !isProject(project.get())) {
      throw configured.isPresent()
          ? invalid("project", "is the id or the number of a project")
          : new StoreException(
              ErrorCode.INVALID_CONFIGURATION, VARIABLE + " is the id or the number of a project");
    }
    return project;
  }

  /** Further projects that a reference may name. */
  List<String> projects() throws StoreException {
    List<String> projects = context.config("projects").stream()
        .flatMap(text -> Stream.of(text.split(",")))
        .map(String::strip)
        .toList();
    if (!projects.stream().allMatch(GcpSettings::isProject)) {
      throw invalid("projects", "is a list of ids and numbers of projects");
    }
    return projects;
  }

  Optional<String> location() throws StoreException {
    Optional<String> location = context.config("location");
    if (location.isPresent() && !LOCATION.matcher(location.get()).matches()) {
      // it becomes part of a host's name
      throw invalid("location", "looks like europe-west3");
    }
    return location;
  }

  URI endpoint() throws StoreException {
    Optional<String> configured = context.config("endpoint");
    return configured.isPresent()
        ? context.address("store." + context.name() + ".endpoint", configured.get())
        : URI.create(location()
            .map(region -> "https://secretmanager." + region + ".rep.googleapis.com")
            .orElse("https://secretmanager.googleapis.com"));
  }

  /** Where tokens are exchanged, if not at Google's own addresses. */
  Optional<URI> stsEndpoint() throws StoreException {
    Optional<String> configured = context.config("sts-endpoint");
    return configured.isPresent()
        ? Optional.of(
            context.address("store." + context.name() + ".sts-endpoint", configured.get()))
        : Optional.empty();
  }

  String provider() throws StoreException {
    String provider = context.config("workload-identity-provider").orElse("");
    if (!PROVIDER.matcher(provider).matches()) {
      throw invalid(
          "workload-identity-provider",
          "is needed with auth=ci and looks like"
              + " projects/NUMBER/locations/global/workloadIdentityPools/POOL/providers/PROVIDER");
    }
    return provider;
  }

  Optional<String> serviceAccount() throws StoreException {
    Optional<String> account = context.config("service-account");
    if (account.isPresent() && !ACCOUNT.matcher(account.get()).matches()) {
      throw invalid("service-account", "looks like NAME@PROJECT.iam.gserviceaccount.com");
    }
    return account;
  }

  /** Whom the job's token is for: the provider's own URL. */
  String audience() throws StoreException {
    String usual = "https://iam.googleapis.com/" + provider();
    return context.config("audience").orElse(usual);
  }

  static boolean isLoopback(URI address) {
    return LOOPBACK
        .matcher(String.valueOf(address.getHost()).toLowerCase(Locale.ROOT))
        .matches();
  }

  Optional<String> variable(String name) {
    return Optional.ofNullable(context.environment().get(name)).filter(value -> !value.isEmpty());
  }

  StoreException invalid(String key, String message) {
    return new StoreException(
        ErrorCode.INVALID_CONFIGURATION, "store." + context.name() + "." + key + " " + message);
  }
}
