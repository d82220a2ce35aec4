package dev.keyturn.interop.aws;

import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/** Reads one secret with the SDK alone: what {@link ColdKeyturn} is measured by. */
final class ColdSdk {
  private ColdSdk() {}

  /** Reads {@code prod/db} at the address that is given. */
  public static void main(String[] args) {
    try (SecretsManagerClient client = SecretsManagerClient.builder()
        .region(Region.US_EAST_1)
        .endpointOverride(URI.create(args[0]))
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("none", "none")))
        .httpClient(UrlConnectionHttpClient.create())
        .build()) {
      String value = client
          .getSecretValue(request -> request.secretId("prod/db").versionStage("AWSCURRENT"))
          .secretString();
      System.out.println("read " + value.length());
    }
  }
}
