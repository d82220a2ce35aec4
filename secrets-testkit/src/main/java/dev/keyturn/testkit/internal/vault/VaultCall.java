package dev.keyturn.testkit.internal.vault;

import dev.keyturn.testkit.internal.http.Answer;
import dev.keyturn.testkit.internal.http.Call;
import dev.keyturn.testkit.internal.http.Request;
import dev.keyturn.testkit.internal.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One request and its answer. */
final class VaultCall implements Call {
  private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");
  private static final byte[] NOTHING = {};

  private final VaultServer server;
  private final Request request;
  private final @Nullable Incoming incoming;
  private final @Nullable VaultError refusal;
  private final String operation;
  private final List<String> subjects;

  VaultCall(VaultServer server, Request request) {
    this.server = server;
    this.request = request;
    Incoming read = null;
    VaultError failure = null;
    try {
      read = new Incoming(request);
    } catch (VaultError e) {
      failure = e;
    }
    this.incoming = read;
    this.refusal = failure;
    this.operation = read == null ? "unknown" : server.operation(read);
    this.subjects = read == null ? List.of() : server.subjects(read);
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
  public Answer answer() {
    String elsewhere = Incoming.redirection(request);
    if (elsewhere != null) {
      return new Answer(307, Map.of("Location", elsewhere), NOTHING);
    }
    try {
      return refusal != null || incoming == null
          ? error(refused())
          : reply(server.answer(incoming));
    } catch (VaultError e) {
      return error(e);
    }
  }

  private VaultError refused() {
    return refusal == null ? VaultError.missing() : refusal;
  }

  private Answer reply(Reply reply) {
    Map<String, ?> body = reply.body();
    return body == null ? new Answer(reply.status(), JSON, NOTHING) : json(reply.status(), body);
  }

  private Answer error(VaultError error) {
    if (error.isMute()) {
      return new Answer(error.status(), Map.of(), NOTHING);
    }
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("errors", error.texts());
    return json(error.status(), body);
  }

  private Answer json(int status, Map<String, ?> body) {
    byte[] bytes = request.method().equals("HEAD") ? NOTHING : Json.write(body);
    return new Answer(status, JSON, bytes);
  }

  @Override
  public Answer denied(@Nullable String subject) {
    return error(VaultError.denied());
  }

  @Override
  public Answer throttled() {
    String path = incoming == null ? "" : incoming.path;
    String text = "request path \"" + path + "\": rate limit quota exceeded";
    return error(VaultError.of(429, text));
  }

  @Override
  public Answer failed(int status, @Nullable String code) {
    return error(VaultError.of(status, code == null ? UsualErrors.text(status) : code));
  }
}
