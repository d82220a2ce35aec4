package dev.keyturn;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.SecretsException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The hosts that may be spoken to without TLS: from the environment and the builder, never a file. */
final class InsecureHosts {
  static final String VARIABLE = "KEYTURN_INSECURE_HTTP";

  private static final String HOST = "[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|\\[[0-9A-Fa-f:.]+]";

  private InsecureHosts() {}

  static Set<String> read(Map<String, String> environment, List<String> given) {
    Set<String> hosts = new LinkedHashSet<>();
    given.forEach(host -> hosts.add(checked("insecureHttp", host)));
    for (String host : environment.getOrDefault(VARIABLE, "").split(",")) {
      if (!host.isBlank()) {
        hosts.add(checked(VARIABLE, host.strip()));
      }
    }
    return Set.copyOf(hosts);
  }

  private static String checked(String by, String host) {
    if (!host.matches(HOST)) {
      throw SecretsException.of(
          ErrorCode.INVALID_CONFIGURATION,
          null,
          by + " takes exact names of hosts, such as vault, without scheme, port and '*'");
    }
    return host.toLowerCase(Locale.ROOT);
  }
}
