package dev.keyturn.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CiRunTest {
  @ParameterizedTest
  @CsvSource({
    "GITHUB_RUN_ID, 4711, keyturn-github-4711",
    "CI_JOB_ID, 99, keyturn-gitlab-99",
    "BITBUCKET_STEP_UUID, {0a1b-2c3d}, keyturn-bitbucket-0a1b-2c3d",
    "BUILD_BUILDID, 'a b/c:d\u00e4\n', keyturn-azure-devops-abcd",
    "TFC_RUN_ID, '{}', keyturn-terraform-"
  })
  void namesTheRunInWhatAwsTakesForANameOfASession(String variable, String id, String name) {
    assertThat(CiRun.name(Map.of(variable, id))).isEqualTo(name).matches("[\\w+=,.@-]{2,64}");
  }

  @Test
  void cutsWhatIsTooLongAndHasANameOfItsOwnWithoutARun() {
    assertThat(CiRun.name(Map.of("CI_JOB_ID", "7".repeat(100)))).hasSize(64);
    assertThat(CiRun.name(Map.of("GITHUB_RUN_ID", ""))).isEqualTo("keyturn");
  }
}
