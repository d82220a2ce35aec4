package dev.keyturn.testkit.internal.aws;

import dev.keyturn.testkit.internal.http.Answer;
import dev.keyturn.testkit.internal.http.Call;
import dev.keyturn.testkit.internal.http.Request;
import dev.keyturn.testkit.internal.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A call of Secrets Manager or Parameter Store. */
final class JsonCall implements Call {
  private final JsonApi api;
  private final Sessions sessions;
  private final Request request;
  private final String operation;
  private final List<String> subjects;

  JsonCall(JsonApi api, Sessions sessions, Request request, String operation) {
    this.api = api;
    this.sessions = sessions;
    this.request = request;
    this.operation = operation;
    this.subjects = findSubjects();
  }

  private List<String> findSubjects() {
    try {
      Input input = Input.read(Sessions.ANYBODY, request.body());
      synchronized (api.monitor()) {
        return api.subjects(input);
      }
    } catch (AwsError e) {
      return List.of(); // a bad request is about nothing; answer() says what is bad about it
    }
  }

  @Override
  public String operation() {
    return operation;
  }

  @Override
  public List<String> subjects() {
    return subjects;
  }

  @Override
  public boolean refusesEach() {
    return api.refusesEach(operation);
  }

  @Override
  public Answer answer() {
    try {
      return respond(200, run());
    } catch (AwsError e) {
      return error(e);
    }
  }

  private Map<String, Object> run() {
    Operation known = api.operations().get(operation);
    if (known == null) {
      throw AwsError.of("UnknownOperationException", null);
    }
    Input input = Input.read(sessions.caller(request), request.body());
    synchronized (api.monitor()) {
      return known.run(input);
    }
  }

  @Override
  public Answer denied(@Nullable String subject) {
    String first = subjects.isEmpty() ? "*" : subjects.get(0);
    String resource;
    synchronized (api.monitor()) {
      resource = api.resourceOf(subject == null ? first : subject);
    }
    String action = api.service() + ":" + operation;
    return error(Denial.of(sessions.nameOfCaller(request), action, resource));
  }

  @Override
  public Answer throttled() {
    return error(AwsError.of("ThrottlingException", "Rate exceeded"));
  }

  @Override
  public Answer failed(int status, @Nullable String code) {
    String name = code == null ? CommonErrors.usualWith(status, api.internalError()) : code;
    return error(new AwsError(status, name, CommonErrors.text(name)));
  }

  private Answer error(AwsError error) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("__type", error.code());
    if (error.text() != null) {
      body.put(CommonErrors.messageMember(error.code(), api.messageMember()), error.text());
    }
    return respond(error.status(), body);
  }

  private Answer respond(int status, Map<String, Object> body) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("x-amzn-RequestId", UUID.randomUUID().toString());
    headers.put("Content-Type", "application/x-amz-json-1.1");
    String accepted = request.header("Accept-Encoding");
    Answer plain = new Answer(status, headers, Json.write(body));
    return api.dress(plain, accepted != null && accepted.contains("gzip"));
  }
}
