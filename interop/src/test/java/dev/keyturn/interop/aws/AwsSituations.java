package dev.keyturn.interop.aws;

import java.util.ArrayList;
import java.util.List;

/**
 * How to bring about the situations that are known only by the answers a client parsed: which calls lead
 * there, and under which name each answer was kept.
 */
final class AwsSituations {
  private static final String SECRETS = """
      exp_raised_on_creation_of_secret_scheduled_for_deletion
        - CreateSecret {"Name":"s","SecretString":"v"}
        delete_res DeleteSecret {"SecretId":"s","RecoveryWindowInDays":7}
        invalid_req_ex CreateSecret {"Name":"s","SecretString":"v"}
      put_secret_value_with_version_stages
        create_secret_rs_0 CreateSecret {"Name":"s","SecretString":"v0"}
        get_secret_value_res_0 GetSecretValue {"SecretId":"s"}
        put_secret_value_res_1 PutSecretValue {"SecretId":"s","SecretString":"v1","VersionStages":["SAMPLESTAGE0","SAMPLESTAGE1"]}
        get_secret_value_res_1 GetSecretValue {"SecretId":"s"}
        put_secret_value_res_2 PutSecretValue {"SecretId":"s","SecretString":"v2","VersionStages":["SAMPLESTAGE0","SAMPLESTAGE1"]}
        get_secret_value_res_2 GetSecretValue {"SecretId":"s"}
        put_secret_value_res_3 PutSecretValue {"SecretId":"s","SecretString":"v3","VersionStages":["AWSPENDING"]}
        get_secret_value_res_3 GetSecretValue {"SecretId":"s"}
        put_secret_value_res_4 PutSecretValue {"SecretId":"s","SecretString":"v4"}
        get_secret_value_res_4 GetSecretValue {"SecretId":"s"}
        delete_secret_res_1 DeleteSecret {"SecretId":"s","RecoveryWindowInDays":7}
      invalid_secret_name[Inv_Name]
        ex_log_1 CreateSecret {"Name":"Inv Name","SecretString":"v"}
      update_secret_version_stages_current_previous
        create_secret_rs_0 CreateSecret {"Name":"s","SecretString":"v0"}
        list_secret_version_ids_res_0 ListSecretVersionIds {"SecretId":"s"}
        update_secret_res_0 UpdateSecret {"SecretId":"s","SecretString":"v1"}
        list_secret_version_ids_res_1 ListSecretVersionIds {"SecretId":"s"}
        delete_secret_res_0 DeleteSecret {"SecretId":"s"}
      secret_not_found
        get_secret_value_not_found_ex GetSecretValue {"SecretId":"s"}
        list_secret_version_ids_not_found_ex ListSecretVersionIds {"SecretId":"s"}
      secret_exists_snapshots
        - CreateSecret {"Name":"s","SecretString":"v"}
        ex_log CreateSecret {"Name":"s","SecretString":"w"}
        delete_secret_res DeleteSecret {"SecretId":"s"}
      create_and_update_secret[Valid/_+=.@-Name-a1b2]
        create_secret_rs_1 CreateSecret {"Name":"s","SecretString":"v","Description":"d"}
        get_secret_value_rs_1 GetSecretValue {"SecretId":"s"}
        describe_secret_rs_1 DescribeSecret {"SecretId":"s"}
        get_secret_value_rs_2 GetSecretValue {"SecretId":"s","VersionStage":"AWSCURRENT"}
        get_secret_value_rs_3 GetSecretValue {"SecretId":"s","VersionId":"token-1"}
        put_secret_value_rs_1 PutSecretValue {"SecretId":"s","SecretString":"w"}
        get_secret_value_rs_4 GetSecretValue {"SecretId":"s"}
        update_secret_res_1 UpdateSecret {"SecretId":"s","SecretString":"x"}
        delete_secret_res_1 DeleteSecret {"SecretId":"s"}
      no_client_request_token[CreateSecret]
        no-client-request-exc CreateSecret {"Name":"s","SecretString":"v","ClientRequestToken":null}
      create_secret_version_from_empty_secret
        create-empty-secret CreateSecret {"Name":"s"}
        describe-secret DescribeSecret {"SecretId":"s"}
        put-secret-value PutSecretValue {"SecretId":"s","SecretString":"v"}
      secret_restore
        - CreateSecret {"Name":"s","SecretString":"v"}
        delete_secret_res DeleteSecret {"SecretId":"s"}
        restore_secret_res RestoreSecret {"SecretId":"s"}
      deprecated_secret_version_stage
        create_secret CreateSecret {"Name":"s","SecretString":"v"}
        list_secret_version_ids ListSecretVersionIds {"SecretId":"s"}
        put_secret_value_1 PutSecretValue {"SecretId":"s","SecretString":"v1"}
        list_secret_version_ids_1 ListSecretVersionIds {"SecretId":"s"}
        put_secret_value_2 PutSecretValue {"SecretId":"s","SecretString":"v2"}
        list_secret_version_ids_2 ListSecretVersionIds {"SecretId":"s"}
        list_secret_version_ids_3 ListSecretVersionIds {"SecretId":"s","IncludeDeprecated":true}
        put_secret_value_3 PutSecretValue {"SecretId":"s","SecretString":"v3"}
        list_secret_version_ids_4 ListSecretVersionIds {"SecretId":"s"}
        list_secret_version_ids_5 ListSecretVersionIds {"SecretId":"s","IncludeDeprecated":true}
      get_secret_value_errors
        - CreateSecret {"Name":"s","SecretString":"v"}
        error_get_secret_value_non_existing GetSecretValue {"SecretId":"s","VersionStage":"AWSPREVIOUS"}
        - PutSecretValue {"SecretId":"s","SecretString":"w"}
        mismatch_version_id_and_stage GetSecretValue {"SecretId":"s","VersionId":"token-1","VersionStage":"AWSCURRENT"}
      secret_version_not_found
        - CreateSecret {"Name":"s"}
        get_secret_value_no_version_ex GetSecretValue {"SecretId":"s"}
        get_secret_value_version_not_found_ex GetSecretValue {"SecretId":"s","VersionId":"<version-id>"}
        get_secret_value_stage_not_found_ex GetSecretValue {"SecretId":"s","VersionStage":"AWSPENDING"}
      get_secret_value
        - CreateSecret {"Name":"s","SecretBinary":"Zm9vdGVzdA=="}
        secret_value_http_response GetSecretValue {"SecretId":"s"}
      force_delete_deleted_secret
        create_secret_response CreateSecret {"Name":"s","SecretString":"v"}
        delete_secret_response DeleteSecret {"SecretId":"s"}
        describe_secret_response DescribeSecret {"SecretId":"s"}
        force_delete_secret_response DeleteSecret {"SecretId":"s","ForceDeleteWithoutRecovery":true}
      """;

  private static final String PARAMETERS = """
      get_parameter_by_arn
        - PutParameter {"Name":"p","Type":"String","Value":"test"}
        . GetParameter {"Name":"arn:aws:ssm:us-east-1:123456789012:parameter/p"}
      parameters_with_path
        put-parameter-response PutParameter {"Name":"/a/p","Type":"String","Value":"123"}
        get-parameter-response GetParameter {"Name":"/a/p"}
        get-parameter-by-arn-response GetParameter {"Name":"arn:aws:ssm:us-east-1:123456789012:parameter/a/p"}
        get-parameters-response GetParameters {"Names":["/a/p"]}
        get-parameters-by-arn-response GetParameters {"Names":["arn:aws:ssm:us-east-1:123456789012:parameter/a/p"]}
      """;

  private AwsSituations() {}

  /** One call, and the name under which its answer was kept: {@code -} if it was not. */
  record Step(String answer, String target, String body) {}

  /** Calls that follow each other in an account without secrets. */
  record Situation(String name, List<Step> steps) {}

  static List<Situation> ofSecrets() {
    return parse(SECRETS, "secretsmanager.");
  }

  static List<Situation> ofParameters() {
    return parse(PARAMETERS, "AmazonSSM.");
  }

  private static List<Situation> parse(String script, String service) {
    List<Situation> situations = new ArrayList<>();
    for (String line : script.lines().toList()) {
      if (line.startsWith("  ")) {
        String[] words = line.strip().split(" ", 3);
        Step step = new Step(words[0], service + words[1], words[2]);
        situations.get(situations.size() - 1).steps().add(step);
      } else {
        situations.add(new Situation("test_" + line.replace("Inv_", "Inv "), new ArrayList<>()));
      }
    }
    return situations;
  }
}
