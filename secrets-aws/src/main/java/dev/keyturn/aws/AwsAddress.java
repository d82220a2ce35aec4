package dev.keyturn.aws;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.spi.StoreContext;
import dev.keyturn.spi.StoreException;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.regions.Region;

/** Works out where a store's services are, so that the SDK has nothing left to find. */
final class AwsAddress {
  private static final Pattern REGION = Pattern.compile("[a-z]{2,}(-[a-z0-9]+){1,4}");
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|\\[::1]|\\[0:0:0:0:0:0:0:1]");

  /** What the names of their regions begin with, the longer before the shorter. */
  private static final String[][] PARTITIONS = {
    {"cn-", "aws-cn"},
    {"us-gov-", "aws-us-gov"},
    {"us-isob-", "aws-iso-b"},
    {"us-isof-", "aws-iso-f"},
    {"us-iso-", "aws-iso"},
    {"eu-isoe-", "aws-iso-e"},
    {"eusc-", "aws-eusc"}
  };

  private static final String[] VARIABLES_OF_CHAIN = {
    "AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_STS", "AWS_ENDPOINT_URL_SSO", "AWS_ENDPOINT_URL_SSO_OIDC"
  };
  private static final String[] SERVICES_OF_CHAIN = {"sts", "sso", "sso_oidc"};

  private final StoreContext context;
  private final AwsProfile profile;

  AwsAddress(StoreContext context, AwsProfile profile) {
    this.context = context;
    this.profile = profile;
  }

  Region region() throws StoreException {
    String text = context
        .config("region")
        .or(() -> variable("AWS_REGION"))
        .or(() -> variable("AWS_DEFAULT_REGION"))
        .or(() -> profile.property("region"))
        .orElseThrow(() -> new StoreException(
            ErrorCode.INVALID_CONFIGURATION,
            "no region: set store." + context.name() + ".region or AWS_REGION"));
    if (!REGION.matcher(text).matches()) {
      // it becomes part of a host's name
      throw new StoreException(
          ErrorCode.INVALID_CONFIGURATION,
          "the region (store." + context.name() + ".region, AWS_REGION) looks like eu-central-1");
    }
    return Region.of(text);
  }

  /** As in ARNs. The SDK knows it too, but loads three hundred classes to say so. */
  static String partition(Region region) {
    for (String[] partition : PARTITIONS) {
      if (region.id().startsWith(partition[0])) {
        return partition[1];
      }
    }
    return "aws";
  }

  /** An endpoint that somebody named; empty for the region's own. */
  Optional<URI> endpoint(AwsService service) throws StoreException {
    Optional<String> configured = context.config(service.key);
    if (configured.isPresent()) {
      return address("store." + context.name() + "." + service.key, configured.get());
    }
    if (areIgnored()) {
      return Optional.empty();
    }
    for (String name : new String[] {service.variable, "AWS_ENDPOINT_URL"}) {
      Optional<String> value = variable(name);
      if (value.isPresent()) {
        return address(name, value.get());
      }
    }
    Optional<String> inProfile = profile.endpoint(service.section);
    return inProfile.isPresent() ? address(inProfile(), inProfile.get()) : Optional.empty();
  }

  /**
   * Looks at the addresses that the SDK's chain finds for its own calls, a login by SSO or a role of a
   * profile: the rule for addresses holds for what carries a credential there, too.
   */
  void checkThoseOfTheChain() throws StoreException {
    if (areIgnored()) {
      return;
    }
    for (String name : VARIABLES_OF_CHAIN) {
      Optional<String> value = variable(name);
      if (value.isPresent()) {
        address(name, value.get());
      }
    }
    for (String service : SERVICES_OF_CHAIN) {
      Optional<String> value = profile.endpoint(service);
      if (value.isPresent()) {
        address(inProfile(), value.get());
      }
    }
  }

  private String inProfile() {
    return "endpoint_url of the AWS profile " + profile.name();
  }

  private boolean areIgnored() {
    return isTrue(variable("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"))
        || isTrue(profile.property("ignore_configured_endpoint_urls"));
  }

  private Optional<URI> address(String what, String text) throws StoreException {
    return Optional.of(context.address(what, text));
  }

  static boolean isLoopback(URI address) {
    return LOOPBACK
        .matcher(String.valueOf(address.getHost()).toLowerCase(Locale.ROOT))
        .matches();
  }

  private Optional<String> variable(String name) {
    return Optional.ofNullable(context.environment().get(name)).filter(value -> !value.isEmpty());
  }

  private static boolean isTrue(Optional<String> text) {
    return text.filter("true"::equalsIgnoreCase).isPresent();
  }
}
