package dev.keyturn.internal;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.spi.StoreException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * The one rule for addresses, wherever they came from: https, or this machine itself; no user info. Hosts
 * that the builder or {@code KEYTURN_INSECURE_HTTP} names may be spoken to without TLS, with one warning.
 */
public final class Addresses {
  private static final System.Logger LOG = System.getLogger("dev.keyturn");

  /** Each part as the network reads it: no leading zero, which some would take for octal. */
  private static final Pattern LOOPBACK = Pattern.compile(
      "localhost|127(\\.(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)){3}|\\[(0:){7}1]|\\[::1]");

  private static final int MAX_PORT = 65_535;

  private final Set<String> insecureHosts;
  private final Set<String> warned = ConcurrentHashMap.newKeySet();

  /**
   * Makes the rule.
   *
   * @param insecureHosts hosts that may be spoken to without TLS, in lower case
   */
  public Addresses(Set<String> insecureHosts) {
    this.insecureHosts = Set.copyOf(insecureHosts);
  }

  /**
   * Reads an address. It is not looked up.
   *
   * @param what where it was said, for the message: a configuration key or a variable
   * @param text the address
   * @return the address, without a slash at its end
   * @throws StoreException {@link ErrorCode#INVALID_CONFIGURATION} if the rule is broken; the message does
   *     not repeat the text, which may hold a password
   */
  public URI check(String what, String text) throws StoreException {
    URI address = parse(what, text);
    String scheme = address.getScheme() == null ? "" : address.getScheme().toLowerCase(Locale.ROOT);
    if (address.getRawUserInfo() != null) {
      throw invalid(what, "holds a user or a password; credentials have keys of their own");
    }
    if (!scheme.equals("https") && !scheme.equals("http")) {
      throw invalid(what, "is no address: it does not begin with https://");
    }
    if (address.getHost() == null || address.getPort() > MAX_PORT || address.getPort() == 0) {
      throw invalid(what, "is no address: a host, and perhaps a port, follow https://");
    }
    if (address.getRawFragment() != null) {
      throw invalid(what, "is no address: it holds a '#'");
    }
    if (scheme.equals("http")) {
      allowPlain(what, address.getHost().toLowerCase(Locale.ROOT));
    }
    return withoutSlash(address);
  }

  private static URI parse(String what, String text) throws StoreException {
    try {
      return new URI(text.strip());
    } catch (URISyntaxException e) {
      // its message quotes the text
      throw invalid(what, "is no address such as https://vault.example.com:8200");
    }
  }

  private void allowPlain(String what, String host) throws StoreException {
    if (LOOPBACK.matcher(host).matches()) {
      return;
    }
    if (!insecureHosts.contains(host)) {
      String name = Harmless.isName(host) ? host : "HOST";
      throw invalid(
          what,
          "is http, which is for this machine only; use https, or for a test server set"
              + " KEYTURN_INSECURE_HTTP="
              + name);
    }
    if (warned.add(host)) {
      LOG.log(
          System.Logger.Level.WARNING,
          "{0} is spoken to without TLS, as KEYTURN_INSECURE_HTTP or insecureHttp allows; secrets"
              + " can be read on the way",
          host);
    }
  }

  private static URI withoutSlash(URI address) {
    String text = address.toString();
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == '/') {
      end--;
    }
    return address.getRawQuery() == null ? URI.create(text.substring(0, end)) : address;
  }

  private static StoreException invalid(String what, String why) {
    return new StoreException(ErrorCode.INVALID_CONFIGURATION, what + " " + why);
  }
}
