package dev.keyturn.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.spi.StoreContext;
import dev.keyturn.spi.StoreException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AwsAddressTest {
  private static final String PROFILE = """
      [profile prod]
      region = eu-west-1
      endpoint_url = https://all.example
      services = ours
      [services ours]
      secrets_manager =
        endpoint_url = https://own.example
      """;

  @TempDir
  Path home;

  private final Map<String, String> settings = new HashMap<>();
  private final Map<String, String> environment = new HashMap<>();

  private AwsAddress address() throws Exception {
    environment.put("AWS_CONFIG_FILE", home.resolve("config").toString());
    environment.put("AWS_SHARED_CREDENTIALS_FILE", home.resolve("none").toString());
    StoreContext context = Opened.context(new AwsSecretsManagerProvider(), settings, environment);
    return new AwsAddress(context, AwsProfile.of(context, new AwsSettings(context)));
  }

  private void profile() throws Exception {
    Files.writeString(home.resolve("config"), PROFILE);
    environment.put("AWS_PROFILE", "prod");
  }

  private static Optional<URI> uri(String text) {
    return Optional.of(URI.create(text));
  }

  @Test
  void leavesTheAddressToTheRegionWhereNobodyNamesOne() throws Exception {
    assertThat(address().endpoint(AwsService.SECRETS_MANAGER)).isEmpty();
  }

  @Test
  void goesFromTheStoresOwnKeyToVariablesToTheProfile() throws Exception {
    profile();
    assertThat(address().endpoint(AwsService.SECRETS_MANAGER))
        .isEqualTo(uri("https://own.example"));
    assertThat(address().endpoint(AwsService.STS)).isEqualTo(uri("https://all.example"));
    environment.put("AWS_ENDPOINT_URL", "https://every.example");
    assertThat(address().endpoint(AwsService.SECRETS_MANAGER))
        .isEqualTo(uri("https://every.example"));
    environment.put("AWS_ENDPOINT_URL_SECRETS_MANAGER", "https://variable.example");
    assertThat(address().endpoint(AwsService.SECRETS_MANAGER))
        .isEqualTo(uri("https://variable.example"));
    settings.put("endpoint", "https://key.example");
    assertThat(address().endpoint(AwsService.SECRETS_MANAGER))
        .isEqualTo(uri("https://key.example"));
    assertThat(address().endpoint(AwsService.STS)).isEqualTo(uri("https://every.example"));
  }

  @Test
  void passesOverAllButItsOwnKeyWhereTheyAreToBeIgnored() throws Exception {
    profile();
    environment.put("AWS_ENDPOINT_URL", "https://every.example");
    environment.put("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true");
    assertThat(address().endpoint(AwsService.SECRETS_MANAGER)).isEmpty();
  }

  @Test
  void takesNoPlainHttpBeyondThisMachineFromAnywhere() throws Exception {
    assertRefused("AWS_ENDPOINT_URL", "http://elsewhere.example");
    assertRefused("AWS_ENDPOINT_URL_SECRETS_MANAGER", "https://user@elsewhere.example");
    environment.put("AWS_ENDPOINT_URL_SECRETS_MANAGER", "http://127.0.0.1:4566");
    assertThat(address().endpoint(AwsService.SECRETS_MANAGER))
        .isEqualTo(uri("http://127.0.0.1:4566"));
    environment.clear();
    profile();
    Files.writeString(
        home.resolve("config"), "[profile prod]\nendpoint_url = http://elsewhere.example\n");
    assertRefused("AWS_PROFILE", "prod");
  }

  @Test
  void holdsWhatTheChainFindsToTheSameRule() throws Exception {
    settings.put("endpoint", "https://key.example");
    settings.put("sts-endpoint", "https://key.example");
    for (String name : List.of(
        "AWS_ENDPOINT_URL",
        "AWS_ENDPOINT_URL_STS",
        "AWS_ENDPOINT_URL_SSO",
        "AWS_ENDPOINT_URL_SSO_OIDC")) {
      environment.clear();
      environment.put(name, "https://elsewhere.example");
      assertThatCode(address()::checkThoseOfTheChain).doesNotThrowAnyException();
      environment.put(name, "http://elsewhere.example");
      assertThatThrownBy(address()::checkThoseOfTheChain).hasMessageContaining(name);
      environment.put("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true");
      assertThatCode(address()::checkThoseOfTheChain).doesNotThrowAnyException();
    }
    environment.clear();
    profile();
    assertThatCode(address()::checkThoseOfTheChain).doesNotThrowAnyException();
    Files.writeString(
        home.resolve("config"), PROFILE + "sso =\n  endpoint_url = http://elsewhere.example\n");
    assertThatThrownBy(address()::checkThoseOfTheChain).hasMessageContaining("profile prod");
  }

  private void assertRefused(String variable, String value) throws Exception {
    environment.put(variable, value);
    AwsAddress address = address();
    StoreException failure = catchThrowableOfType(
        StoreException.class, () -> address.endpoint(AwsService.SECRETS_MANAGER));
    assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION);
  }

  @Test
  void findsTheRegion() throws Exception {
    profile();
    assertThat(address().region().id()).isEqualTo("eu-west-1");
    environment.put("AWS_DEFAULT_REGION", "eu-west-2");
    assertThat(address().region().id()).isEqualTo("eu-west-2");
    environment.put("AWS_REGION", "eu-west-3");
    assertThat(address().region().id()).isEqualTo("eu-west-3");
    settings.put("region", "eu-central-1");
    assertThat(address().region().id()).isEqualTo("eu-central-1");
    assertThat(AwsAddress.partition(address().region())).isEqualTo("aws");
  }
}
