package dev.keyturn.aws;

import java.util.LinkedHashMap;
import java.util.Map;

/** Names a session after the run it belongs to, so that an audit log leads back to the job. */
final class CiRun {
  private static final int MAX_LENGTH = 64;

  /** What each system calls its run, by the name we give to it. */
  private static final Map<String, String> RUNS = new LinkedHashMap<>();

  static {
    RUNS.put("GITHUB_RUN_ID", "github");
    RUNS.put("CI_JOB_ID", "gitlab");
    RUNS.put("CIRCLE_WORKFLOW_JOB_ID", "circleci");
    RUNS.put("BUILDKITE_JOB_ID", "buildkite");
    RUNS.put("BITBUCKET_STEP_UUID", "bitbucket");
    RUNS.put("BUILD_BUILDID", "azure-devops");
    RUNS.put("TFC_RUN_ID", "terraform");
  }

  private CiRun() {}

  static String name(Map<String, String> environment) {
    for (Map.Entry<String, String> run : RUNS.entrySet()) {
      String id = environment.getOrDefault(run.getKey(), "");
      if (!id.isEmpty()) {
        return cut("keyturn-" + run.getValue() + "-" + id.replaceAll("[^\\w+=,.@-]", ""));
      }
    }
    return "keyturn";
  }

  private static String cut(String name) {
    return name.substring(0, Math.min(name.length(), MAX_LENGTH));
  }
}
