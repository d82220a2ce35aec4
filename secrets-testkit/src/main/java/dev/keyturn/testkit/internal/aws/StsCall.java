package dev.keyturn.testkit.internal.aws;

import dev.keyturn.testkit.internal.http.Answer;
import dev.keyturn.testkit.internal.http.Call;
import dev.keyturn.testkit.internal.http.Request;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A call of STS, which speaks forms and XML. */
final class StsCall implements Call {
  /** What credentials that are not good are called here, and with which status. */
  private static final Map<String, AwsError> REFUSED_CREDENTIALS = Map.of(
      "MissingAuthenticationTokenException",
      new AwsError(403, "MissingAuthenticationToken", "Request is missing Authentication Token"),
      "ExpiredTokenException",
      new AwsError(403, "ExpiredToken", CommonErrors.text("ExpiredToken")),
      "UnrecognizedClientException",
      new AwsError(403, "InvalidClientTokenId", CommonErrors.text("UnrecognizedClientException")));

  private final Sts sts;
  private final Sessions sessions;
  private final Request request;
  private final Map<String, String> form;

  StsCall(Sts sts, Sessions sessions, Request request) {
    this.sts = sts;
    this.sessions = sessions;
    this.request = request;
    this.form = form(request);
  }

  @Override
  public String operation() {
    return form.getOrDefault("Action", "");
  }

  @Override
  public List<String> subjects() {
    String role = form.get("RoleArn");
    return role == null ? List.of() : List.of(role);
  }

  @Override
  public Answer answer() {
    String id = UUID.randomUUID().toString();
    try {
      Map<String, Object> children = new LinkedHashMap<>();
      children.put(operation() + "Result", sts.run(operation(), form, request));
      children.put("ResponseMetadata", Map.of("RequestId", id));
      return respond(200, id, operation() + "Response", children);
    } catch (AwsError e) {
      boolean unsigned = operation().equals("AssumeRoleWithWebIdentity");
      return error(unsigned ? e : REFUSED_CREDENTIALS.getOrDefault(e.code(), e));
    }
  }

  @Override
  public Answer denied(@Nullable String subject) {
    if (operation().equals("AssumeRoleWithWebIdentity")) {
      String text = "Not authorized to perform sts:AssumeRoleWithWebIdentity";
      return error(new AwsError(403, "AccessDenied", text));
    }
    String resource = form.getOrDefault("RoleArn", "*");
    return error(Sts.denied(sessions.nameOfCaller(request), operation(), resource));
  }

  @Override
  public Answer throttled() {
    return error(AwsError.of("Throttling", CommonErrors.text("ThrottlingException")));
  }

  @Override
  public Answer failed(int status, @Nullable String code) {
    String name = code == null ? usualWith(status) : code;
    return error(new AwsError(status, name, CommonErrors.text(name)));
  }

  private static String usualWith(int status) {
    return switch (status) {
      case 400 -> "ValidationError";
      case 401 -> "InvalidClientTokenId";
      case 403 -> "AccessDenied";
      case 404 -> "InvalidAction";
      case 429 -> "Throttling";
      case 503 -> "ServiceUnavailable";
      default -> "InternalFailure";
    };
  }

  private Answer error(AwsError error) {
    String id = UUID.randomUUID().toString();
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("Type", error.status() < 500 ? "Sender" : "Receiver");
    details.put("Code", error.code());
    details.put("Message", error.text() == null ? error.code() : error.text());
    Map<String, Object> children = new LinkedHashMap<>();
    children.put("Error", details);
    children.put("RequestId", id);
    return respond(error.status(), id, "ErrorResponse", children).with("Connection", "close");
  }

  private static Answer respond(int status, String id, String root, Map<String, Object> children) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("x-amzn-RequestId", id);
    headers.put("Content-Type", "text/xml");
    return new Answer(status, headers, Xml.document(root, children));
  }

  private static Map<String, String> form(Request request) {
    Map<String, String> form = new LinkedHashMap<>();
    String query = request.uri().getRawQuery();
    for (String pair : (request.text() + "&" + (query == null ? "" : query)).split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        form.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
      }
    }
    return form;
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return ""; // half an escape means nothing
    }
  }
}
