/** Secrets Manager, Parameter Store and STS, as far as a reader of secrets meets them. */
@NullMarked
package dev.keyturn.testkit.internal.aws;

import org.jspecify.annotations.NullMarked;
