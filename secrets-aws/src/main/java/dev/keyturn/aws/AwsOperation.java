package dev.keyturn.aws;

/** A call that we make, under the name of the permission that it needs. */
enum AwsOperation {
  GET_SECRET("secretsmanager:GetSecretValue"),
  DESCRIBE_SECRET("secretsmanager:DescribeSecret"),
  BATCH_GET_SECRET("secretsmanager:BatchGetSecretValue"),
  GET_PARAMETER("ssm:GetParameter"),
  GET_PARAMETERS("ssm:GetParameters"),
  GET_PARAMETERS_BY_PATH("ssm:GetParametersByPath"),
  ASSUME_ROLE("sts:AssumeRole"),
  ASSUME_ROLE_WITH_WEB_IDENTITY("sts:AssumeRoleWithWebIdentity"),
  GET_CALLER_IDENTITY("sts:GetCallerIdentity");

  final String permission;

  AwsOperation(String permission) {
    this.permission = permission;
  }

  /** Whether it is part of a login, so that a refusal says nothing about a secret. */
  boolean isLogin() {
    return permission.startsWith("sts:");
  }
}
