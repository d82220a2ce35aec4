package dev.keyturn.internal.ways;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.spi.StoreException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.net.URISyntaxException;

/** Reads where a proxy is. No message repeats the text: many hold a password. */
final class ProxyAddress {
  private static final String FORM = "; it takes the form http://HOST:PORT";
  private static final String NONE = "; for no proxy set ";
  private static final int MAX_PORT = 65_535;

  private ProxyAddress() {}

  static Proxy readKey(String store, String text) throws StoreException {
    return read("store." + store + ".proxy", text, store);
  }

  /** The scheme may be missing, as it is in many an environment. */
  static Proxy readVariable(String store, String variable, String text) throws StoreException {
    String whole = text.contains("://") ? text : "http://" + text.strip();
    return read(variable, whole, store);
  }

  private static Proxy read(String what, String text, String store) throws StoreException {
    String none = NONE + "store." + store + ".proxy=none";
    if (text.indexOf('@') >= 0) {
      throw invalid(
          what,
          " holds a user or a password, and Keyturn logs in to no proxy; leave them out if the"
              + " proxy lets this machine through, or name a local proxy that logs in"
              + none);
    }
    URI address = parse(what, text.strip(), none);
    if ("https".equalsIgnoreCase(address.getScheme())) {
      throw invalid(
          what,
          " begins with https://, but Java speaks to a proxy itself without TLS" + FORM + none);
    }
    if (!"http".equalsIgnoreCase(address.getScheme()) || !isHostAndPort(address)) {
      throw invalid(what, " is no address of a proxy" + FORM + none);
    }
    return new Proxy(
        Proxy.Type.HTTP,
        InetSocketAddress.createUnresolved(Host.bare(address.getHost()), address.getPort()));
  }

  private static boolean isHostAndPort(URI address) {
    String path = address.getRawPath();
    return address.getHost() != null
        && address.getPort() > 0
        && address.getPort() <= MAX_PORT
        && (path == null || path.isEmpty() || path.equals("/"))
        && address.getRawQuery() == null
        && address.getRawFragment() == null;
  }

  private static URI parse(String what, String text, String none) throws StoreException {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      // its message quotes the text
      throw invalid(what, " is no address of a proxy" + FORM + none);
    }
  }

  private static StoreException invalid(String what, String why) {
    return new StoreException(ErrorCode.INVALID_CONFIGURATION, what + why);
  }
}
