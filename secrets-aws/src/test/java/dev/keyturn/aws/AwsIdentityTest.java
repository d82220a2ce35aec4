package dev.keyturn.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.spi.StoreContext;
import dev.keyturn.spi.StoreException;
import dev.keyturn.testkit.AwsEmulator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Profiles, the default chain, and roles that are assumed on top of them. */
class AwsIdentityTest {
  private static final String ROLE = "arn:aws:iam::000000000000:role/reader";

  @TempDir
  Path home;

  private final AwsEmulator emulator = AwsEmulator.start();

  @BeforeEach
  void put() {
    emulator.put("prod/db", "value-of-db");
  }

  @AfterEach
  void close() {
    emulator.close();
  }

  private Map<String, String> environment(String config, String credentials) throws Exception {
    Map<String, String> environment = new HashMap<>();
    environment.put("AWS_CONFIG_FILE", write("config", config));
    environment.put("AWS_SHARED_CREDENTIALS_FILE", write("credentials", credentials));
    environment.put("AWS_ENDPOINT_URL", emulator.endpoint().toString());
    return environment;
  }

  private String write(String name, String text) throws Exception {
    return Files.writeString(home.resolve(name), text).toString();
  }

  private static Opened open(Map<String, String> settings, Map<String, String> environment)
      throws StoreException {
    return Opened.open(new AwsSecretsManagerProvider(), settings, environment);
  }

  private static StoreException refused(
      Map<String, String> settings, Map<String, String> environment) {
    return catchThrowableOfType(StoreException.class, () -> open(settings, environment));
  }

  @Test
  void readsTheProfileThatTheStoreNames() throws Exception {
    Map<String, String> environment = environment(
        "[profile prod]\nregion = us-east-1\n",
        "[prod]\naws_access_key_id = AKIDTEST\naws_secret_access_key = key-of-this-test\n");
    try (Opened opened = open(Map.of("profile", "prod"), environment)) {
      assertThat(opened.text("aws-sm://prod/db")).isEqualTo("value-of-db");
      assertThat(opened.store.describe()).containsEntry("identity", "profile prod");
    }
  }

  @Test
  void takesAnEmptyVariableForNoProfile() throws Exception {
    Map<String, String> environment = environment("[default]\nregion = eu-west-3\n", "");
    environment.put("AWS_PROFILE", "");
    try (Opened opened = open(Map.of(), environment)) {
      assertThat(opened.store.describe()).containsEntry("region", "eu-west-3");
    }
  }

  @Test
  void readsTheFilesAgainAfterItsCredentialsWereRefused() throws Exception {
    Map<String, String> environment = environment("[profile prod]\nregion = us-east-1\n", "");
    try (Opened opened = open(Map.of("profile", "prod"), environment)) {
      assertThat(opened.failure("aws-sm://prod/db").code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
      write(
          "credentials",
          "[prod]\naws_access_key_id = AKIDTEST\naws_secret_access_key = key-of-this-test\n");
      assertThat(opened.text("aws-sm://prod/db")).isEqualTo("value-of-db");
    }
  }

  @Test
  void namesTheCommandThatLogsInAProfile() throws Exception {
    Map<String, String> environment = environment("""
        [profile prod]
        region = us-east-1
        sso_session = work
        sso_account_id = 123456789012
        sso_role_name = reader
        [sso-session work]
        sso_region = us-east-1
        sso_start_url = https://sso.example
        """, "");
    environment.put("HOME", home.toString());
    try (Opened opened = open(Map.of("profile", "prod"), environment)) {
      StoreException failure = opened.failure("aws-sm://prod/db");
      assertThat(failure.code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
      assertThat(failure).hasMessageContaining("aws sso login --profile prod");
      assertThat(failure.getMessage()).hasSizeLessThan(200);
    }
  }

  @Test
  void refusesAProfileThatIsNotThereAndAFileThatIsNone() throws Exception {
    Map<String, String> settings = Map.of("profile", "prod", "region", "us-east-1");
    StoreException missing = refused(settings, environment("", ""));
    assertThat(missing.code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION);
    assertThat(missing).hasMessageContaining("store.aws-sm.profile");
    StoreException broken =
        refused(settings, environment("", "aws_secret_access_key = canary-4d2f without profile\n"));
    assertThat(broken.code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION);
    assertThat(broken.getMessage()).doesNotContain("canary-4d2f").contains("credentials");
  }

  @Test
  void assumesARoleOnTopOfAProfile() throws Exception {
    emulator.requireExternalId(ROLE, "external-of-this-test");
    Map<String, String> environment = environment(
        "[profile prod]\nregion = us-east-1\n",
        "[prod]\naws_access_key_id = AKIDTEST\naws_secret_access_key = key-of-this-test\n");
    Map<String, String> settings = new HashMap<>(Map.of("profile", "prod", "role-arn", ROLE));
    try (Opened opened = open(settings, environment)) {
      StoreException failure = opened.failure("aws-sm://prod/db");
      assertThat(failure.code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
      assertThat(failure).hasMessageContaining("sts:AssumeRole on " + ROLE);
    }
    settings.put("external-id", "external-of-this-test");
    try (Opened opened = open(settings, environment)) {
      assertThat(opened.text("aws-sm://prod/db")).isEqualTo("value-of-db");
      assertThat(opened.text("aws-sm://prod/db")).isEqualTo("value-of-db");
    }
    assertThat(emulator.controls().calls("AssumeRole")).isEqualTo(2);
  }

  @Test
  void refusesAnAddressThatTheChainWouldFindForItself() throws Exception {
    Map<String, String> environment = environment("", "");
    environment.put("AWS_ENDPOINT_URL_SSO", "http://elsewhere.example");
    Map<String, String> settings = new HashMap<>(Map.of("region", "us-east-1"));
    StoreException failure = refused(settings, environment);
    assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION);
    assertThat(failure).hasMessageContaining("AWS_ENDPOINT_URL_SSO");
    settings.put("auth", "none");
    open(settings, environment).close();
  }

  @Test
  void saysThatAContainerMayBeTooFarFromItsInstance() throws Exception {
    Map<String, String> environment = environment("", "");
    environment.put("KUBERNETES_SERVICE_HOST", "10.0.0.1");
    StoreContext context = Opened.context(new AwsSecretsManagerProvider(), Map.of(), environment);
    AwsProfile profile = AwsProfile.of(context, new AwsSettings(context));
    try (ChainCredentials chain = new ChainCredentials(profile, environment)) {
      assertThat(chain.advice()).contains("no AWS credentials").contains("hop limit is 2 or more");
    }
  }

  @Test
  void checksItsSettingsBeforeItIsOpened() throws Exception {
    assertInvalid("auth", Map.of("auth", "sometimes"));
    assertInvalid("auth", Map.of("auth", "none"));
    assertInvalid("role-arn", Map.of("role-arn", "deploy"));
    assertInvalid("external-id", Map.of("auth", "ci", "role-arn", ROLE, "external-id", "x"));
    assertInvalid("external-id", Map.of("external-id", "x"));
    assertInvalid("audience", Map.of("audience", "sts.amazonaws.com"));
    assertInvalid("id-token", Map.of("id-token", "env://TOKEN"));
    assertInvalid("duration", Map.of("duration", "10m"));
    assertInvalid("duration", Map.of("duration", "13h"));
    assertInvalid("session-name", Map.of("session-name", "with blank"));
    assertInvalid("accounts", Map.of("accounts", "123456789012,12"));
    assertInvalid("region", Map.of("region", "evil.example/"));
  }

  private static void assertInvalid(String key, Map<String, String> more) {
    Map<String, String> settings = new HashMap<>(Map.of("region", "us-east-1"));
    settings.putAll(more);
    StoreException failure = refused(settings, Map.of());
    assertThat(failure).as(key).isNotNull();
    assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION);
    assertThat(failure).hasMessageContaining("store.aws-sm." + key);
  }

  @Test
  void wantsARegion() {
    StoreException failure = refused(Map.of(), Map.of("HOME", home.toString()));
    assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION);
    assertThat(failure)
        .hasMessageContaining("store.aws-sm.region")
        .hasMessageContaining("AWS_REGION");
  }
}
