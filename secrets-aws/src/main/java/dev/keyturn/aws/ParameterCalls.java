package dev.keyturn.aws;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.StoredSecret;
import dev.keyturn.spi.StoreException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.GetParameterRequest;
import software.amazon.awssdk.services.ssm.model.GetParametersByPathRequest;
import software.amazon.awssdk.services.ssm.model.GetParametersByPathResponse;
import software.amazon.awssdk.services.ssm.model.GetParametersRequest;
import software.amazon.awssdk.services.ssm.model.GetParametersResponse;
import software.amazon.awssdk.services.ssm.model.Parameter;

/** The three calls to the Parameter Store, within a fetch; all of them decrypt. */
final class ParameterCalls {
  private static final int MAX_LENGTH = 8192;
  private static final int MAX_LENGTH_RESERVED = 65_536;

  private final SsmClient client;
  private final AwsCalls calls;
  private final AwsAccounts accounts;
  private final Region region;

  ParameterCalls(SsmClient client, AwsCalls calls, AwsAccounts accounts, Region region) {
    this.client = client;
    this.calls = calls;
    this.accounts = accounts;
    this.region = region;
  }

  StoredSecret get(ParameterName name) throws StoreException, InterruptedException {
    GetParameterRequest request =
        GetParameterRequest.builder().name(name.id()).withDecryption(true).build();
    Parameter parameter = calls
        .ask(question(AwsOperation.GET_PARAMETER, name), () -> client.getParameter(request))
        .parameter();
    return stored(name, parameter);
  }

  GetParametersResponse getAll(List<String> names) throws StoreException, InterruptedException {
    GetParametersRequest request =
        GetParametersRequest.builder().names(names).withDecryption(true).build();
    return calls.ask(
        new Question(AwsOperation.GET_PARAMETERS, "*", ""), () -> client.getParameters(request));
  }

  GetParametersByPathResponse page(ParameterName tree, @Nullable String token)
      throws StoreException, InterruptedException {
    GetParametersByPathRequest request = GetParametersByPathRequest.builder()
        .path(tree.base())
        .recursive(true)
        .withDecryption(true)
        .nextToken(token)
        .build();
    return calls.ask(
        question(AwsOperation.GET_PARAMETERS_BY_PATH, tree),
        () -> client.getParametersByPath(request));
  }

  StoredSecret stored(ParameterName name, @Nullable Parameter parameter) throws StoreException {
    byte[] value = value(name, parameter);
    Long version = parameter == null ? null : parameter.version();
    if (parameter == null || version == null) {
      throw malformed("the answer holds no version; is a proxy in between?");
    }
    StoredSecret stored = StoredSecret.of(value)
        .withVersion(version.toString())
        .withCreatedAt(parameter.lastModifiedDate());
    return name.isFixed() ? stored.withFixedVersion() : stored;
  }

  byte[] value(ParameterName name, @Nullable Parameter parameter) throws StoreException {
    String value = parameter == null ? null : parameter.value();
    if (parameter == null || value == null) {
      throw malformed("the answer holds no value; is a proxy in between?");
    }
    accounts.checkAnswer(parameter.arn());
    if (value.length() > (name.isReserved() ? MAX_LENGTH_RESERVED : MAX_LENGTH)) {
      throw malformed("the value is longer than the service's limit");
    }
    return Utf8.bytes(value);
  }

  private static StoreException malformed(String message) {
    return new StoreException(ErrorCode.MALFORMED, message);
  }

  Question question(AwsOperation operation, ParameterName name) {
    String account = name.arn() == null ? "*" : name.arn().account();
    String arn = "arn:"
        + AwsAddress.partition(region)
        + ":ssm:"
        + region.id()
        + ":"
        + account
        + ":"
        + name.resource();
    return new Question(operation, arn, name.selector() == null ? "" : name.selector());
  }
}
