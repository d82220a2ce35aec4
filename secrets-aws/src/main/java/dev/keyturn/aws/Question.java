package dev.keyturn.aws;

/**
 * What was asked, for the message of an error.
 *
 * @param operation the call
 * @param resource the ARN that a policy would have to name
 * @param version the stage, number, label or id that was asked for, empty if the question names none
 */
record Question(AwsOperation operation, String resource, String version) {}
