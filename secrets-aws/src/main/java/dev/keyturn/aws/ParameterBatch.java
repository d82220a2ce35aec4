package dev.keyturn.aws;

import dev.keyturn.model.SecretRef;
import dev.keyturn.spi.BatchStore.Result;
import dev.keyturn.spi.StoreException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.ssm.model.GetParametersResponse;
import software.amazon.awssdk.services.ssm.model.Parameter;

/**
 * Current versions of many parameters, ten a call. Named versions are read singly: the batch would not
 * say whether the parameter or the version is missing. So are ARNs, which need a check of their own.
 */
final class ParameterBatch {
  private static final int SIZE = 10;

  private final ParameterCalls parameters;
  private final AwsCalls calls;

  ParameterBatch(ParameterCalls parameters, AwsCalls calls) {
    this.parameters = parameters;
    this.calls = calls;
  }

  Map<SecretRef, Result> fetch(List<SecretRef> refs) throws StoreException, InterruptedException {
    Map<SecretRef, ParameterName> names = new LinkedHashMap<>();
    for (SecretRef ref : refs) {
      ParameterName name = ParameterName.of(ref);
      if (!name.isTree() && name.selector() == null && name.arn() == null) {
        names.put(ref, name);
      }
    }
    return Chunks.ask(calls.time(), names, SIZE, this::answers);
  }

  private Map<SecretRef, Result> answers(Map<SecretRef, ParameterName> chunk)
      throws StoreException, InterruptedException {
    // two references may be spellings of one name, which may be asked for only once
    List<String> ids = chunk.values().stream().map(ParameterName::id).distinct().toList();
    GetParametersResponse answer = parameters.getAll(ids);
    Map<SecretRef, Result> results = new HashMap<>();
    for (Map.Entry<SecretRef, ParameterName> asked : chunk.entrySet()) {
      result(asked.getValue(), answer).ifPresent(result -> results.put(asked.getKey(), result));
    }
    return results;
  }

  private Optional<Result> result(ParameterName name, GetParametersResponse answer) {
    if (answer.invalidParameters().contains(name.id())) {
      return Optional.of(Result.failed(AwsFailures.ofError(
          "ParameterNotFound", null, parameters.question(AwsOperation.GET_PARAMETER, name))));
    }
    return answer.parameters().stream()
        .filter(parameter -> name.id().equals(parameter.name()))
        .findFirst()
        .map(parameter -> result(name, parameter));
  }

  private Result result(ParameterName name, Parameter parameter) {
    try {
      return Result.of(parameters.stored(name, parameter));
    } catch (StoreException e) {
      return Result.failed(e);
    }
  }
}
