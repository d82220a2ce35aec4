package dev.keyturn.testkit.internal.aws;

import java.util.concurrent.ThreadLocalRandom;

/** The one account and region that is emulated, and the names of things in it. */
final class Account {
  static final String REGION = "us-east-1";
  static final String ID = "123456789012";

  private static final String LETTERS_AND_DIGITS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

  private Account() {}

  /** The ARN without the six characters that tell a secret from later ones of the same name. */
  static String partialSecretArn(String name) {
    return "arn:aws:secretsmanager:" + REGION + ":" + ID + ":secret:" + name;
  }

  static String newSecretArn(String name) {
    return partialSecretArn(name) + "-" + random(6);
  }

  static String parameterArn(String name) {
    String separator = name.startsWith("/") ? "" : "/";
    return "arn:aws:ssm:" + REGION + ":" + ID + ":parameter" + separator + name;
  }

  static String random(int length) {
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      int at = ThreadLocalRandom.current().nextInt(LETTERS_AND_DIGITS.length());
      text.append(LETTERS_AND_DIGITS.charAt(at));
    }
    return text.toString();
  }
}
