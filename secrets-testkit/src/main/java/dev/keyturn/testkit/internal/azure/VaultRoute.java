package dev.keyturn.testkit.internal.azure;

import dev.keyturn.testkit.internal.http.Request;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What method and path ask for.
 *
 * @param operation the service's own word for it; {@code Unknown} for what there is not
 * @param name the secret, if one is named
 * @param version its version, if one is named
 */
record VaultRoute(
    String operation, @Nullable String name, @Nullable String version) {
  static final String UNKNOWN = "Unknown";

  static VaultRoute of(Request request) {
    List<String> path = segments(request.uri().getPath());
    String collection = path.isEmpty() ? "" : path.get(0);
    return switch (collection) {
      case "secrets" -> secrets(request.method(), path);
      case "deletedsecrets" -> deleted(request.method(), path);
      default -> new VaultRoute(UNKNOWN, null, null);
    };
  }

  private static List<String> segments(String path) {
    List<String> segments = new ArrayList<>(List.of(path.split("/")));
    segments.removeIf(String::isEmpty);
    return segments;
  }

  private static VaultRoute secrets(String method, List<String> path) {
    String name = path.size() > 1 ? path.get(1) : null;
    String version = path.size() > 2 ? path.get(2) : null;
    String operation = switch (method + " " + path.size()) {
      case "GET 1" -> "GetSecrets";
      case "GET 2" -> "GetSecret";
      case "GET 3" -> "versions".equals(version) ? "GetSecretVersions" : "GetSecret";
      case "PUT 2" -> "SetSecret";
      case "PATCH 2", "PATCH 3" -> "UpdateSecret";
      case "DELETE 2" -> "DeleteSecret";
      default -> UNKNOWN;
    };
    return new VaultRoute(operation, name, version);
  }

  private static VaultRoute deleted(String method, List<String> path) {
    String name = path.size() > 1 ? path.get(1) : null;
    boolean recovers = path.size() == 3 && path.get(2).equals("recover");
    String operation = switch (method + " " + path.size()) {
      case "GET 2" -> "GetDeletedSecret";
      case "DELETE 2" -> "PurgeDeletedSecret";
      case "POST 3" -> recovers ? "RecoverDeletedSecret" : UNKNOWN;
      default -> UNKNOWN;
    };
    return new VaultRoute(operation, name, null);
  }
}
