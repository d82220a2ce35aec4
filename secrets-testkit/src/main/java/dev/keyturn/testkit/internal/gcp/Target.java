package dev.keyturn.testkit.internal.gcp;

import dev.keyturn.testkit.internal.http.Request;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a request is about, read from its path.
 *
 * @param operation the method in the service's own word; empty if there is none
 * @param project an id or a number, as it was written
 * @param location of a regional secret, else null
 * @param secret the id, or null
 * @param version a number, {@code latest} or an alias, or null
 */
record Target(
    String operation,
    String project,
    @Nullable String location,
    @Nullable String secret,
    @Nullable String version) {
  private static final Pattern PATH = Pattern.compile("/v1/projects/([^/]+)(?:/locations/([^/]+))?"
      + "/secrets(?:/([^/:]+)(?:/versions(?:/([^/:]+))?)?)?(?::([A-Za-z]+))?");
  private static final Map<String, String> VERSION_VERBS = Map.of(
      "GET :access", "AccessSecretVersion",
      "POST :enable", "EnableSecretVersion",
      "POST :disable", "DisableSecretVersion",
      "POST :destroy", "DestroySecretVersion",
      "GET ", "GetSecretVersion");
  private static final Map<String, String> SECRET_VERBS = Map.of(
      "GET ", "GetSecret",
      "PATCH ", "UpdateSecret",
      "DELETE ", "DeleteSecret",
      "POST :addVersion", "AddSecretVersion");
  private static final Map<String, String> LIST_VERBS =
      Map.of("GET ", "ListSecrets", "POST ", "CreateSecret");

  static Target of(Request request) {
    Matcher path = PATH.matcher(request.uri().getPath());
    if (!path.matches()) {
      return new Target("", "", null, null, null);
    }
    String verb = request.method() + " " + (path.group(5) == null ? "" : ":" + path.group(5));
    return new Target(
        operation(path, verb), path.group(1), path.group(2), path.group(3), path.group(4));
  }

  private static String operation(Matcher path, String verb) {
    if (path.group(4) != null) {
      return VERSION_VERBS.getOrDefault(verb, "");
    }
    if (path.group(0).contains("/versions")) {
      return verb.equals("GET ") ? "ListSecretVersions" : "";
    }
    return (path.group(3) == null ? LIST_VERBS : SECRET_VERBS).getOrDefault(verb, "");
  }

  /** Reads a form or the query of a request. */
  static Map<String, String> form(@Nullable String text) {
    Map<String, String> form = new HashMap<>();
    for (String pair : text == null || text.isEmpty() ? new String[0] : text.split("&", -1)) {
      String[] sides = pair.split("=", 2);
      form.put(decoded(sides[0]), sides.length == 1 ? "" : decoded(sides[1]));
    }
    return form;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
