package dev.keyturn.testkit;

import dev.keyturn.internal.ways.Certificates;
import dev.keyturn.internal.ways.Ways;
import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.Secret;
import dev.keyturn.model.SecretRef;
import dev.keyturn.model.StoredSecret;
import dev.keyturn.spi.IdTokenSource;
import dev.keyturn.spi.StoreContext;
import dev.keyturn.spi.StoreException;
import dev.keyturn.spi.TimeSource;
import java.net.ProxySelector;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import javax.net.ssl.X509TrustManager;

/** The surroundings of one store under test, without an engine. */
final class HarnessContext implements StoreContext {
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|\\[(::1|0:0:0:0:0:0:0:1)]");

  private final StoreHarness harness;
  private final Map<String, String> settings;
  private final Set<String> secretKeys;
  private final TimeSource time = new RealTime();

  HarnessContext(StoreHarness harness, Map<String, String> settings) {
    this.harness = harness;
    this.settings = Map.copyOf(settings);
    this.secretKeys = harness.provider().secretKeys();
  }

  @Override
  public String name() {
    return harness.ref("name").store();
  }

  @Override
  public Optional<String> config(String key) {
    if (secretKeys.contains(key)) {
      throw new IllegalArgumentException(key + " is one of secretKeys(): read it with secret()");
    }
    return Optional.ofNullable(settings.get(key));
  }

  @Override
  public Map<String, String> configs(String prefix) {
    Map<String, String> endings = new HashMap<>();
    settings.forEach((key, value) -> {
      if (key.startsWith(prefix)) {
        endings.put(key.substring(prefix.length()), value);
      }
    });
    return endings;
  }

  @Override
  public Optional<Secret> secret(String key) {
    if (!secretKeys.contains(key)) {
      throw new IllegalArgumentException(key + " is none of secretKeys(): read it with config()");
    }
    SecretRef ref = SecretRef.parse("env://" + key);
    return Optional.ofNullable(settings.get(key))
        .map(value -> Secret.of(ref, StoredSecret.of(value), time.instant()));
  }

  @Override
  public URI address(String what, String text) throws StoreException {
    URI address = parse(what, text);
    String host = address.getHost();
    boolean loopback = host != null && LOOPBACK.matcher(host).matches();
    String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
    if (host == null || address.getRawUserInfo() != null) {
      throw invalid(what + " must be an address with a host and without user info");
    }
    if (!scheme.equals("https") && !(scheme.equals("http") && loopback)) {
      throw invalid(what + " must begin with https://, or name a loopback host");
    }
    return address;
  }

  private static URI parse(String what, String text) throws StoreException {
    try {
      return new URI(text.replaceAll("/+$", ""));
    } catch (URISyntaxException e) {
      throw invalid(what + " is no address");
    }
  }

  private static StoreException invalid(String message) {
    return new StoreException(ErrorCode.INVALID_CONFIGURATION, message);
  }

  @Override
  public ProxySelector proxies() throws StoreException {
    return Ways.of(name(), settings.get("proxy"), environment());
  }

  @Override
  public Optional<X509TrustManager> trust() throws StoreException {
    String file = settings.get("ca-cert");
    return file == null
        ? Optional.empty()
        : Optional.of(Certificates.ofAbsolute("store." + name() + ".ca-cert", file));
  }

  @Override
  public X509TrustManager trust(String what, String file) throws StoreException {
    return Certificates.of(what, file);
  }

  @Override
  public StoreException unreached(URI address, Throwable failure) {
    return Ways.unreached(name(), settings.get("proxy"), environment(), address, failure);
  }

  @Override
  public Map<String, String> environment() {
    return harness.environment();
  }

  @Override
  public TimeSource time() {
    return time;
  }

  /** The token that the setting holds; there is no CI system to be found. */
  @Override
  public Optional<IdTokenSource> idTokens() {
    return Optional.ofNullable(settings.get("id-token")).map(GivenToken::new);
  }

  private static final class GivenToken implements IdTokenSource {
    private final String token;

    private GivenToken(String token) {
      this.token = token;
    }

    @Override
    public String name() {
      return "id-token";
    }

    @Override
    public String token(String audience, Duration timeout) {
      return token;
    }
  }

  /** Nothing: there is no engine that would ask anew. */
  @Override
  public void changed(SecretRef ref) {}

  /** Nothing: there is no engine that would ask anew. */
  @Override
  public void changed() {}
}
