package dev.keyturn.vault;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.spi.StoreContext;
import dev.keyturn.spi.StoreException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The store's keys and the variables of Vault's own tools, read and checked. */
final class VaultSettings {
  static final Set<String> SECRET_KEYS =
      Set.of("token", "secret-id", "wrapped-secret-id", "password", "id-token");
  static final Set<String> KEYS = Set.of(
      "address",
      "namespace",
      "token",
      "auth",
      "auth-mount",
      "role",
      "role-id",
      "secret-id",
      "wrapped-secret-id",
      "username",
      "password",
      "client-cert",
      "client-key",
      "kv-version.*",
      "id-token",
      "audience");

  private static final String ADDRESS = "VAULT_ADDR";
  private static final String NAMESPACE = "VAULT_NAMESPACE";
  private static final String TOKEN = "VAULT_TOKEN";

  /** Set by the command, which alone knows that a person has logged in and where that is kept. */
  private static final String TOKEN_FILE = "KEYTURN_VAULT_TOKEN_FILE";

  /** What a header takes, and no blank that somebody pasted along. */
  private static final Pattern PLAIN = Pattern.compile("[!-~]+");

  private final StoreContext context;
  private final URI address;

  VaultSettings(StoreContext context) throws StoreException {
    this.context = context;
    this.address = findAddress();
    if (address.getRawQuery() != null || address.getRawFragment() != null) {
      throw invalid("address", "(or " + ADDRESS + ") ends before the first ? or #");
    }
  }

  /** How the store logs in. */
  enum Auth {
    TOKEN,
    APPROLE,
    JWT,
    KUBERNETES,
    USERPASS,
    CERT;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  StoreContext context() {
    return context;
  }

  URI address() {
    return address;
  }

  private URI findAddress() throws StoreException {
    Optional<String> configured = context.config("address");
    if (configured.isPresent()) {
      return context.address(key("address"), configured.get());
    }
    String ambient = variable(ADDRESS)
        .orElseThrow(() -> invalid("address", "is missing: set it, or " + ADDRESS));
    return context.address(ADDRESS, ambient);
  }

  /** Whether this is the server that the variables of Vault's own tools speak of. */
  private boolean isAmbient() {
    Optional<String> ambient = variable(ADDRESS);
    try {
      return ambient.isPresent() && context.address(ADDRESS, ambient.get()).equals(address);
    } catch (StoreException e) {
      return false; // what they name is no address that could be ours
    }
  }

  Optional<String> namespace() throws StoreException {
    Optional<String> configured = context.config("namespace");
    Optional<String> found =
        configured.isPresent() || !isAmbient() ? configured : variable(NAMESPACE);
    if (found.isPresent() && !PLAIN.matcher(found.get()).matches()) {
      throw invalid("namespace", "(or " + NAMESPACE + ") holds a blank or is not ASCII");
    }
    return found;
  }

  /** The token of the surroundings, which goes to the server of the surroundings only. */
  Optional<String> ambientToken() {
    return isAmbient() ? variable(TOKEN).map(String::strip) : Optional.empty();
  }

  /** The file in which a person's login is kept, for the server of the surroundings only. */
  Optional<Path> tokenFile() {
    try {
      return isAmbient() ? variable(TOKEN_FILE).map(Path::of) : Optional.empty();
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  Auth auth() throws StoreException {
    Optional<String> text = context.config("auth");
    if (text.isEmpty()) {
      if (isSet("token") || ambientToken().isPresent() || tokenFile().isPresent()) {
        return Auth.TOKEN;
      }
      throw invalid("auth", "is missing: how to log in to " + address + "? " + ways());
    }
    for (Auth auth : Auth.values()) {
      if (auth.word().equals(text.get())) {
        return auth;
      }
    }
    throw invalid("auth", "is token, approle, jwt, kubernetes, userpass or cert");
  }

  private String ways() {
    return TOKEN
        + (variable(ADDRESS).isPresent() && !isAmbient()
            ? " is for " + ADDRESS + " only, which is another server; "
            : " is not set; ")
        + "say token, approle, jwt, kubernetes, userpass or cert";
  }

  /** Whether one of the keys is there that are themselves secret; what it stands for is not read. */
  boolean isSet(String secretKey) {
    return context.configs("").containsKey(secretKey);
  }

  Optional<String> config(String key) {
    return context.config(key);
  }

  String required(String key) throws StoreException {
    return context
        .config(key)
        .orElseThrow(() -> invalid(
            key, "is missing, which auth=" + context.config("auth").orElse("token") + " needs"));
  }

  /** The versions of KV that were told, by mount. */
  Map<String, Integer> kvVersions() throws StoreException {
    Map<String, Integer> versions = new TreeMap<>();
    for (Map.Entry<String, String> said : context.configs("kv-version.").entrySet()) {
      String key = "kv-version." + said.getKey();
      if (!said.getValue().equals("1") && !said.getValue().equals("2")) {
        throw invalid(key, "is 1 or 2");
      }
      versions.put(decoded(key, said.getKey()), Integer.valueOf(said.getValue()));
    }
    return versions;
  }

  private String decoded(String key, String mount) throws StoreException {
    try {
      String path = URLDecoder.decode(mount.replace("+", "%2B"), StandardCharsets.UTF_8);
      return path.replaceAll("^/+|/+$", "");
    } catch (IllegalArgumentException e) {
      throw invalid(key, "is not percent-encoded as it should be");
    }
  }

  Optional<String> variable(String name) {
    return Optional.ofNullable(context.environment().get(name)).filter(value -> !value.isEmpty());
  }

  String key(String key) {
    return "store." + context.name() + "." + key;
  }

  StoreException invalid(String key, String message) {
    return new StoreException(ErrorCode.INVALID_CONFIGURATION, key(key) + " " + message);
  }

  /** Whether a text can be sent as a header. What cannot would be quoted by the client's own error. */
  static boolean isPlain(String text) {
    return PLAIN.matcher(text).matches();
  }
}
