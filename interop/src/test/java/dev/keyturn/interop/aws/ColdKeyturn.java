package dev.keyturn.interop.aws;

import dev.keyturn.Secrets;
import java.util.Map;

/** Reads one secret with Keyturn, in a process that has done nothing else. */
final class ColdKeyturn {
  private ColdKeyturn() {}

  /** Reads {@code prod/db} at the address that is given; with a second argument, something else before. */
  public static void main(String[] args) {
    try (Secrets secrets = Secrets.builder()
        .environment(Map.of("APP_TOKEN", "token-of-app"))
        .store(
            "aws-sm", "aws-sm", Map.of("region", "us-east-1", "endpoint", args[0], "auth", "none"))
        .build()) {
      if (args.length > 1) {
        secrets.get("env://APP_TOKEN");
        secrets.stores();
        System.out.println(FirstReference.class.getName());
      }
      System.out.println("read " + secrets.get("aws-sm://prod/db").reveal().length());
    }
  }

  /** Loaded just before the first reference to AWS: a mark in the log of classes. */
  private static final class FirstReference {
    private FirstReference() {}
  }
}
