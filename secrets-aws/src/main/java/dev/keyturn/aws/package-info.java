/**
 * AWS: Secrets Manager ({@code aws-sm}) and Parameter Store ({@code aws-ssm}), with the identity of the
 * SDK's default chain, of a CI job, or of a role. No class of the AWS SDK is loaded before a store is
 * opened.
 */
@NullMarked
package dev.keyturn.aws;

import org.jspecify.annotations.NullMarked;
