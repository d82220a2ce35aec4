package dev.keyturn.testkit.internal.azure;

import dev.keyturn.testkit.internal.http.Answer;
import dev.keyturn.testkit.internal.http.Call;
import dev.keyturn.testkit.internal.http.Request;
import dev.keyturn.testkit.internal.json.Json;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A request for a token, or for the list of the places that give them. */
final class EntraCall implements Call {
  private static final Pattern TOKEN = Pattern.compile("/([^/]+)/oauth2/v2.0/token");
  private static final Pattern CODE = Pattern.compile("AADSTS([0-9]{4,9})");
  private static final String DISCOVERY = "/common/discovery/instance";
  private static final String DEFAULT_SCOPE = "/.default";

  private final Entra entra;
  private final String path;
  private final Map<String, String> form;

  EntraCall(Entra entra, Request request) {
    this.entra = entra;
    this.path = request.uri().getPath();
    this.form = form(request.text());
  }

  private static Map<String, String> form(String body) {
    Map<String, String> form = new HashMap<>();
    for (String field : body.split("&")) {
      int sign = Math.max(0, field.indexOf('='));
      form.put(
          field.substring(0, sign), decoded(field.substring(Math.min(field.length(), sign + 1))));
    }
    return form;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  @Override
  public String operation() {
    return path.equals(DISCOVERY) ? "Discovery" : "Token";
  }

  @Override
  public List<String> subjects() {
    return form.containsKey("client_id") ? List.of(form.get("client_id")) : List.of();
  }

  @Override
  public Answer answer() {
    try {
      return respond(200, path.equals(DISCOVERY) ? places() : token());
    } catch (EntraError e) {
      return respond(e.status(), e.body());
    }
  }

  private Map<String, Object> token() {
    Matcher matcher = TOKEN.matcher(path);
    if (!matcher.matches() || !matcher.group(1).equals(entra.tenant())) {
      throw EntraError.of(90002, "there is no such tenant");
    }
    if (!"client_credentials".equals(form.get("grant_type"))) {
      throw EntraError.of(900144, "the request lacks a parameter");
    }
    String assertion = form.get("client_assertion");
    if (assertion != null) {
      entra.accept(assertion);
    } else if (form.getOrDefault("client_secret", "").isEmpty()) {
      throw EntraError.of(7000218, "the request lacks an assertion or a secret");
    }
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("token_type", "Bearer");
    body.put("expires_in", entra.lifetime().toSeconds());
    body.put("ext_expires_in", entra.lifetime().toSeconds());
    body.put("access_token", entra.issue(form.getOrDefault("client_id", ""), audience()));
    return body;
  }

  /** Clients add scopes of their own, in any order, to the one that names a resource. */
  private String audience() {
    for (String scope : form.getOrDefault("scope", "").split(" ")) {
      if (scope.endsWith(DEFAULT_SCOPE)) {
        return scope.substring(0, scope.length() - DEFAULT_SCOPE.length());
      }
    }
    throw EntraError.of(70011, "the request names no resource");
  }

  private Map<String, Object> places() {
    Map<String, Object> place = new LinkedHashMap<>();
    place.put("preferred_network", Entra.HOST);
    place.put("preferred_cache", Entra.HOST);
    place.put("aliases", List.of(Entra.HOST));
    Map<String, Object> body = new LinkedHashMap<>();
    body.put(
        "tenant_discovery_endpoint", entra.address() + "/v2.0/.well-known/openid-configuration");
    body.put("api-version", "1.1");
    body.put("metadata", List.of(place));
    return body;
  }

  @Override
  public Answer denied(@Nullable String subject) {
    return failed(400, "AADSTS700016");
  }

  @Override
  public Answer throttled() {
    return failed(429, "AADSTS90055");
  }

  @Override
  public Answer failed(int status, @Nullable String code) {
    Matcher matcher = CODE.matcher(String.valueOf(code));
    EntraError error = matcher.matches()
        ? EntraError.of(Integer.parseInt(matcher.group(1)), "as asked for")
        : EntraError.with(status);
    return respond(status, error.body());
  }

  private static Answer respond(int status, Map<String, Object> body) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", "application/json; charset=utf-8");
    headers.put("Cache-Control", "no-store, no-cache");
    return new Answer(status, headers, Json.write(body));
  }
}
