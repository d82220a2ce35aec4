package dev.keyturn.gcp;

import dev.keyturn.spi.StoreContext;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The server inside Google Cloud that knows the identity of a machine. It speaks http, next door. */
final class MetadataServer {
  /** As the SDK spells it. */
  static final String SDK_ORIGIN = "http://metadata.google.internal";

  private static final Set<String> HOSTS =
      Set.of("metadata.google.internal", "169.254.169.254", "[fd20:ce::254]");
  private static final Duration LONGEST = Duration.ofSeconds(1);

  private final String host;
  private final boolean unwanted;

  MetadataServer(StoreContext context) {
    Map<String, String> environment = context.environment();
    this.host = environment.getOrDefault("GCE_METADATA_HOST", "169.254.169.254");
    this.unwanted = "true".equalsIgnoreCase(environment.get("NO_GCE_CHECK"));
  }

  static boolean isAt(URI address) {
    return "http".equals(address.getScheme())
        && HOSTS.contains(String.valueOf(address.getHost()).toLowerCase(Locale.ROOT));
  }

  /** Where it is for this process. */
  URI origin() {
    return URI.create("http://" + host);
  }

  /** Looks whether it is there, for a second: elsewhere nobody answers, or somebody else does. */
  boolean isThere(HttpCalls http) throws InterruptedException {
    if (unwanted) {
      return false;
    }
    Map<String, List<String>> headers = Map.of("Metadata-Flavor", List.of("Google"));
    Duration left = Deadline.current().left();
    Duration timeout = left.compareTo(LONGEST) < 0 ? left : LONGEST;
    try {
      HttpAnswer answer = http.send(new HttpAsk("GET", origin(), headers, null), timeout);
      return answer.header("Metadata-Flavor").filter("Google"::equals).isPresent();
    } catch (HttpFault e) {
      return false;
    }
  }
}
