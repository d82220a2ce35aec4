package dev.keyturn.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.spi.StoreException;
import java.util.HashMap;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GcpSettingsTest {
  @ParameterizedTest
  @CsvSource({
    "auth, magic, 'default, ci or none'",
    "auth, none, on this machine",
    "auth, ci, id-token",
    "project, Not A Project, id or the number",
    "projects, 'good, NOT', list of ids",
    "location, evil.example/x, looks like",
    "location, eu, looks like",
    "endpoint, http://vault.example, https",
    "endpoint, https://user@vault.example, user info",
    "service-account, a@b.iam.gserviceaccount.com, auth=ci only",
    "workload-identity-provider, projects/1, auth=ci only",
    "audience, x, auth=ci only"
  })
  void refusesWhatIsWrong(String key, String value, String words) {
    StoreException failure = failure(Map.of(key, value));
    assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION);
    assertThat(failure).hasMessageContaining(words).hasMessageContaining("store.gcp-sm." + key);
  }

  @ParameterizedTest
  @CsvSource({
    "workload-identity-provider, ''",
    "workload-identity-provider, //iam.googleapis.com/projects/1/locations/global",
    "workload-identity-provider, projects/p/locations/global/workloadIdentityPools/pool/providers/ci",
    "service-account, no address",
    "service-account, a@b/c",
    "sts-endpoint, http://sts.example"
  })
  void refusesWhatIsWrongOfAJob(String key, String value) {
    Map<String, String> settings = new HashMap<>(Map.of(
        "auth",
        "ci",
        "id-token",
        "a.b.c",
        "workload-identity-provider",
        "projects/1/locations/global/workloadIdentityPools/pool/providers/ci-x"));
    settings.put(key, value);
    StoreException failure = failure(settings);
    assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION);
    assertThat(failure).hasMessageContaining("store.gcp-sm." + key);
  }

  @Test
  void refusesAProjectOfTheEnvironmentThatIsNone() {
    StoreException failure = Assertions.catchThrowableOfType(
        StoreException.class,
        () -> Opened.open(Map.of(), Map.of("GOOGLE_CLOUD_PROJECT", "../../x")));
    assertThat(failure).hasMessageContaining("GOOGLE_CLOUD_PROJECT");
  }

  private static StoreException failure(Map<String, String> settings) {
    return Assertions.catchThrowableOfType(
        StoreException.class, () -> Opened.open(settings, Map.of()));
  }
}
