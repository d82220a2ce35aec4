package dev.keyturn.testkit.internal.azure;

import dev.keyturn.testkit.internal.http.Answer;
import dev.keyturn.testkit.internal.http.Call;
import dev.keyturn.testkit.internal.http.Request;
import dev.keyturn.testkit.internal.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A request to the vault. Who bears no good token is told where to get one, whatever was asked. */
final class VaultCall implements Call {
  private final KeyVault vault;
  private final Request request;
  private final VaultRoute route;

  VaultCall(KeyVault vault, Request request) {
    this.vault = vault;
    this.request = request;
    this.route = VaultRoute.of(request);
  }

  @Override
  public String operation() {
    return route.operation();
  }

  @Override
  public List<String> subjects() {
    return route.name() == null ? List.of() : List.of(route.name());
  }

  @Override
  public Answer answer() {
    String complaint = vault.bearers().complaint(request.header("Authorization"));
    if (complaint != null) {
      return challenge(complaint);
    }
    try {
      synchronized (vault.book()) {
        Map<String, @Nullable Object> body = vault.operations().run(route, request);
        return body == null
            ? respond(204, new byte[0], true)
            : respond(200, Json.write(body), true);
      }
    } catch (VaultError e) {
      return error(e);
    }
  }

  private Answer challenge(String complaint) {
    return error(VaultError.of(401, "Unauthorized", complaint))
        .with(
            "WWW-Authenticate",
            "Bearer authorization=\"" + vault.tokenAuthority() + "\", resource=\""
                + KeyVault.AUDIENCE + "\"");
  }

  @Override
  public Answer denied(@Nullable String subject) {
    String complaint = vault.bearers().complaint(request.header("Authorization"));
    if (complaint != null) {
      return challenge(complaint);
    }
    return error(
        vault.hasAccessPolicies()
            ? VaultError.forbidden(
                "AccessDenied", "The caller does not have secrets get permission on this vault.")
            : VaultError.forbidden(
                "ForbiddenByRbac",
                "Caller is not authorized to perform action on resource.\r\nDecisionReason:"
                    + " 'DeniedWithNoValidRBAC'\r\n"));
  }

  @Override
  public Answer throttled() {
    return error(VaultError.of(
        429,
        "Throttled",
        "Request was not processed because too many requests" + " were received."));
  }

  @Override
  public Answer failed(int status, @Nullable String code) {
    return error(VaultError.usual(status, code));
  }

  private Answer error(VaultError error) {
    return respond(error.status(), Json.write(error.body()), false);
  }

  private Answer respond(int status, byte[] body, boolean allowed) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Cache-Control", "no-cache");
    headers.put("Pragma", "no-cache");
    headers.put("Expires", "-1");
    if (body.length > 0) {
      headers.put("Content-Type", "application/json; charset=utf-8");
    }
    String asked = request.header("x-ms-client-request-id");
    if (asked != null) {
      headers.put("x-ms-client-request-id", asked);
    }
    if (allowed && !vault.hasAccessPolicies()) {
      headers.put("x-ms-keyvault-rbac-assignment-id", vault.assignment());
    }
    headers.put("x-ms-keyvault-region", "westeurope");
    headers.put("x-ms-keyvault-service-version", "1.9.0.0");
    headers.put(
        "x-ms-keyvault-network-info", "conn_type=Ipv4;addr=127.0.0.1;act_addr_fam=InterNetwork;");
    headers.put("x-ms-request-id", UUID.randomUUID().toString());
    headers.put("Strict-Transport-Security", "max-age=31536000;includeSubDomains");
    headers.put("X-Content-Type-Options", "nosniff");
    return new Answer(status, headers, body);
  }
}
