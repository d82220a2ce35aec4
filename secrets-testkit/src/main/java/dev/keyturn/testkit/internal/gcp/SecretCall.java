package dev.keyturn.testkit.internal.gcp;

import dev.keyturn.testkit.internal.http.Answer;
import dev.keyturn.testkit.internal.http.Call;
import dev.keyturn.testkit.internal.http.Request;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A call of Secret Manager. */
final class SecretCall implements Call {
  private static final Map<String, String> PERMISSIONS = Map.of(
      "AccessSecretVersion", "secretmanager.versions.access",
      "GetSecretVersion", "secretmanager.versions.get",
      "ListSecretVersions", "secretmanager.versions.list",
      "AddSecretVersion", "secretmanager.versions.add",
      "GetSecret", "secretmanager.secrets.get",
      "ListSecrets", "secretmanager.secrets.list",
      "CreateSecret", "secretmanager.secrets.create",
      "UpdateSecret", "secretmanager.secrets.update",
      "DeleteSecret", "secretmanager.secrets.delete");

  private final SecretBook book;
  private final SecretApi secrets;
  private final VersionApi versions;
  private final Bearers bearers;
  private final Request request;
  private final Ask ask;

  SecretCall(SecretBook book, Bearers bearers, Request request) {
    this.book = book;
    this.secrets = new SecretApi(book);
    this.versions = new VersionApi(book, secrets);
    this.bearers = bearers;
    this.request = request;
    this.ask = new Ask(request);
  }

  @Override
  public String operation() {
    return ask.target().operation();
  }

  @Override
  public List<String> subjects() {
    Target target = ask.target();
    if (target.secret() == null) {
      return List.of();
    }
    return List.of(target.secret(), fullName(target));
  }

  private static String fullName(Target target) {
    String location = target.location() == null ? "" : "/locations/" + target.location();
    return "projects/" + target.project() + location + "/secrets/" + target.secret();
  }

  @Override
  public Answer answer() {
    try {
      bearers.check(request);
      synchronized (book) {
        return operation().isEmpty() ? Front.nothingHere() : Front.answer(200, run());
      }
    } catch (GcpError e) {
      return e.answer();
    }
  }

  private Map<String, ?> run() {
    return switch (operation()) {
      case "ListSecrets" -> secrets.list(ask);
      case "CreateSecret" -> secrets.create(ask);
      case "GetSecret" -> secrets.get(ask);
      case "UpdateSecret" -> secrets.update(ask);
      case "DeleteSecret" -> secrets.delete(ask);
      case "AddSecretVersion" -> versions.add(ask);
      case "ListSecretVersions" -> versions.list(ask);
      case "GetSecretVersion" -> versions.get(ask);
      case "AccessSecretVersion" -> versions.access(ask);
      case "EnableSecretVersion" -> versions.enter(ask, VersionState.ENABLED);
      case "DisableSecretVersion" -> versions.enter(ask, VersionState.DISABLED);
      default -> versions.enter(ask, VersionState.DESTROYED);
    };
  }

  @Override
  public Answer denied(@Nullable String subject) {
    Target target = ask.target();
    String resource = target.secret() == null ? "projects/" + target.project() : fullName(target);
    String version = target.version() == null ? "" : "/versions/" + target.version();
    String verb = operation().replace("SecretVersion", "").toLowerCase(Locale.ROOT);
    return GcpError.denied(
            PERMISSIONS.getOrDefault(operation(), "secretmanager.versions." + verb),
            resource + version)
        .answer();
  }

  @Override
  public Answer throttled() {
    return GcpError.throttled().answer();
  }

  @Override
  public Answer failed(int status, @Nullable String code) {
    return GcpError.of(status, code).answer();
  }
}
