package dev.keyturn.interop.vault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What two answers have in common: the status, the members and what kind of value each is, and the value
 * itself unless it is an id, a secret, or a time.
 */
final class VaultShape {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final Pattern ITS_OWN = Pattern.compile(".*/(request_id|\\w*accessor|uuid|id|token"
      + "|client_token|entity_id|secret_id|role_id|lease_id|username|password|\\w*_time|ttl"
      + "|server_time_utc|last_renewal|last_vault_rotation|cluster_\\w+|accessor|version|commit_date"
      + "|creation_path)");
  private static final Pattern DOWN =
      Pattern.compile("failed to connect to `.*connection refused", Pattern.DOTALL);

  private VaultShape() {}

  static Map<String, String> of(HttpResponse<String> answer, boolean about) throws IOException {
    Map<String, String> shape = new TreeMap<>();
    shape.put("status", Integer.toString(answer.statusCode()));
    shape.put("type", answer.headers().firstValue("Content-Type").orElse("none"));
    shape.put("location", answer.headers().firstValue("Location").orElse("none"));
    if (answer.body().startsWith("{")) {
      collect(shape, "", JSON.readTree(answer.body()), about);
    } else if (!answer.body().startsWith("<")) {
      shape.put("body", answer.body());
    }
    if (answer.statusCode() == 307) {
      shape.keySet().removeAll(Set.of("type", "body")); // a page for people, which nobody reads
    }
    return shape;
  }

  private static void collect(
      Map<String, String> shape, String path, JsonNode node, boolean about) {
    if (node.isObject()) {
      shape.put(path + "/", "object");
      for (Map.Entry<String, JsonNode> member : node.properties()) {
        collect(shape, path + "/" + member.getKey(), member.getValue(), about);
      }
    } else if (node.isArray()) {
      shape.put(path + "[]", "array of " + node.size());
      for (int i = 0; i < node.size(); i++) {
        collect(shape, path + "[" + i + "]", node.get(i), about);
      }
    } else {
      shape.put(path, value(path, node, about));
    }
  }

  private static String value(String path, JsonNode node, boolean about) {
    String text = node.asText();
    if (node.isNull()) {
      return "null";
    }
    boolean own = about || ITS_OWN.matcher(path).matches();
    String shown = own
        ? (text.isEmpty() ? "nothing" : "something")
        : DOWN.matcher(text).replaceAll("the database is down");
    return node.getNodeType() + " " + shown;
  }
}
