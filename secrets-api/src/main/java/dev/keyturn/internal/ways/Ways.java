package dev.keyturn.internal.ways;

import dev.keyturn.spi.StoreException;
import java.io.IOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The way out for one store: its own proxy, else the environment's, else what the process has. What is
 * near (this machine, its link) is never asked of a proxy, whatever any of them says.
 */
public final class Ways extends ProxySelector {
  private static final List<Proxy> DIRECT = List.of(Proxy.NO_PROXY);

  /** What a store says that goes through no proxy, whatever the environment and the process have. */
  private static final String NONE = "none";

  private final @Nullable Proxy proxy;
  private final boolean forPlainToo;
  private final @Nullable NoProxy except;

  private Ways(@Nullable Proxy proxy, boolean forPlainToo, @Nullable NoProxy except) {
    this.proxy = proxy;
    this.forPlainToo = forPlainToo;
    this.except = except;
  }

  /**
   * Reads the settings. Nothing is looked up.
   *
   * @param store the store's name
   * @param own the store's {@code proxy}, null if it is not set; {@code none} for no proxy at all
   * @param environment the environment's variables
   * @return the way out
   * @throws StoreException INVALID_CONFIGURATION for what is no address of a proxy, or holds a user; the
   *     message does not repeat it
   */
  public static ProxySelector of(
      String store, @Nullable String own, Map<String, String> environment) throws StoreException {
    if (own != null) {
      Proxy named = own.strip().equals(NONE) ? Proxy.NO_PROXY : ProxyAddress.readKey(store, own);
      return new Ways(named, true, null);
    }
    String list = environment.getOrDefault(variable(environment, "NO_PROXY", "no_proxy"), "");
    NoProxy except = list.isBlank() ? null : NoProxy.read(list);
    String variable = variable(environment, "HTTPS_PROXY", "https_proxy");
    String address = environment.getOrDefault(variable, "");
    Proxy proxy = address.isBlank() ? null : ProxyAddress.readVariable(store, variable, address);
    return new Ways(proxy, false, except);
  }

  /**
   * Judges why a connection failed.
   *
   * @param store the store's name
   * @param own the store's {@code proxy}, null if it is not set
   * @param environment the environment's variables
   * @param address what was to be reached
   * @param failure what the connection threw
   * @return see {@link Unreached}
   */
  public static StoreException unreached(
      String store,
      @Nullable String own,
      Map<String, String> environment,
      URI address,
      Throwable failure) {
    Proxy taken = Proxy.NO_PROXY;
    try {
      taken = of(store, own, environment).select(address).get(0);
    } catch (StoreException e) {
      // what is said of proxies is wrong, and yet there was a connection: a direct one
    }
    return Unreached.of(store, address, taken, failure);
  }

  private static String variable(Map<String, String> environment, String first, String second) {
    return environment.getOrDefault(first, "").isBlank() ? second : first;
  }

  @Override
  public List<Proxy> select(URI uri) {
    String host = uri.getHost();
    if (host != null && isDirect(Host.plain(host), uri)) {
      return DIRECT;
    }
    if (proxy != null && (forPlainToo || isHttps(uri))) {
      return List.of(proxy);
    }
    ProxySelector process = getDefault();
    List<Proxy> chosen = process == null ? DIRECT : process.select(uri);
    return chosen == null || chosen.isEmpty() ? DIRECT : chosen;
  }

  private boolean isDirect(String host, URI uri) {
    return Host.isNear(host) || (except != null && except.covers(host, port(uri)));
  }

  private static int port(URI uri) {
    int usual = isHttps(uri) ? 443 : 80;
    return uri.getPort() < 0 ? usual : uri.getPort();
  }

  private static boolean isHttps(URI uri) {
    return "https".equalsIgnoreCase(uri.getScheme());
  }

  /** For the process's own selector, which may have several to try. */
  @Override
  public void connectFailed(URI uri, SocketAddress address, IOException failure) {
    ProxySelector process = getDefault();
    if (proxy == null && process != null) {
      process.connectFailed(uri, address, failure);
    }
  }
}
