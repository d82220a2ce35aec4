package dev.keyturn.aws;

/** A service that we call, and the names under which an endpoint of it may be configured. */
enum AwsService {
  SECRETS_MANAGER(
      "secretsmanager", "endpoint", "AWS_ENDPOINT_URL_SECRETS_MANAGER", "secrets_manager"),
  SSM("ssm", "endpoint", "AWS_ENDPOINT_URL_SSM", "ssm"),
  STS("sts", "sts-endpoint", "AWS_ENDPOINT_URL_STS", "sts");

  /** As in ARNs, permissions and host names. */
  final String prefix;

  final String key;
  final String variable;

  /** As in the {@code services} section of a profile file. */
  final String section;

  AwsService(String prefix, String key, String variable, String section) {
    this.prefix = prefix;
    this.key = key;
    this.variable = variable;
    this.section = section;
  }
}
