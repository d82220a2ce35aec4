package dev.keyturn.benchmarks;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.DescribeSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.DescribeSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueRequest;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;

/** The source as the AWS caching client sees it: Secrets Manager without a network. */
final class SourceClient implements SecretsManagerClient {
  private final Source source;

  SourceClient(Source source) {
    this.source = source;
  }

  @Override
  public DescribeSecretResponse describeSecret(DescribeSecretRequest request) {
    return DescribeSecretResponse.builder()
        .name(request.secretId())
        .versionIdsToStages(Map.of(id(fetch()), List.of("AWSCURRENT")))
        .build();
  }

  @Override
  public GetSecretValueResponse getSecretValue(GetSecretValueRequest request) {
    int version = fetch();
    return GetSecretValueResponse.builder()
        .name(request.secretId())
        .versionId(id(version))
        .secretString(Source.text(version))
        .build();
  }

  private int fetch() {
    try {
      return source.fetch();
    } catch (IOException e) {
      throw SdkClientException.create("the store is down");
    }
  }

  private static String id(int version) {
    return "version-" + version;
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {}
}
