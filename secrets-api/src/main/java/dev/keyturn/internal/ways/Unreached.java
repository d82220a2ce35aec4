package dev.keyturn.internal.ways;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.spi.StoreException;
import java.io.EOFException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Proxy;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * Judges why a connection failed, and says who can do something about it: whoever runs the network, the
 * proxy or the service, or knows its certificates. Nothing of what was thrown is repeated.
 */
public final class Unreached {
  private static final int WANTS_LOGIN = 407;
  private static final int TOO_MANY = 429;
  private static final int SERVER_ERROR = 500;

  /** What the JDK's two clients say before the status with which a proxy refuses to lay a tunnel. */
  private static final String[] REFUSALS = {
    "Unable to tunnel through proxy. Proxy returns \"HTTP/1.1 ",
    "Unable to tunnel through proxy. Proxy returns \"HTTP/1.0 ",
    "Tunnel failed, got: "
  };

  /** The JDK throws no type of its own for a certificate of another host; its words vary. */
  private static final String OTHER_HOST = "HTTPS hostname";

  /** Of a module that need not be there. */
  private static final String HTTP_TIMEOUT = "java.net.http.HttpTimeoutException";

  private static final String HTTP_CONNECT_TIMEOUT = "java.net.http.HttpConnectTimeoutException";

  private final String store;
  private final String host;
  private final Proxy proxy;
  private final Throwable failure;

  private Unreached(String store, URI address, Proxy proxy, Throwable failure) {
    this.store = store;
    this.host = address.getHost() == null ? "the service" : address.getHost();
    this.proxy = proxy;
    this.failure = failure;
  }

  /**
   * Judges a failure.
   *
   * @param store the store's name
   * @param address what was to be reached
   * @param proxy the way that was taken
   * @param failure what was thrown
   * @return TIMEOUT or UNAVAILABLE; not retryable where trying again cannot help
   */
  public static StoreException of(String store, URI address, Proxy proxy, Throwable failure) {
    return new Unreached(store, address, proxy, failure).judge();
  }

  private StoreException judge() {
    if (isOverdue()) {
      return new StoreException(
          ErrorCode.TIMEOUT,
          host + " gave no answer within the deadline" + through() + wayOut(),
          failure);
    }
    int status = refusal();
    if (status > 0) {
      return refused(status);
    }
    if (has(CertPathBuilderException.class)) {
      return lasting(untrusted());
    }
    if (isBadCertificate()) {
      return lasting("the certificate of "
          + host
          + " is not accepted: it has expired or is for another host"
          + through());
    }
    if (has(SSLHandshakeException.class) && !has(EOFException.class)) {
      return lasting("no TLS connection to " + host + " could be agreed on" + through());
    }
    return passing(
        isUnreachable()
            ? (isDirect() ? host : proxyName()) + " cannot be reached" + wayOut()
            : "the connection to " + host + through() + " broke");
  }

  private StoreException refused(int status) {
    if (status == WANTS_LOGIN) {
      return lasting(proxyName()
          + " wants a login, and Keyturn logs in to no proxy; it has to let this machine through, or"
          + " a local proxy that logs in has to be named");
    }
    String said = proxyName() + " lays no tunnel to " + host + ": status " + status;
    return status >= SERVER_ERROR || status == TOO_MANY
        ? passing(said)
        : lasting(said + "; does it allow this host?");
  }

  private String untrusted() {
    return "the certificate shown for "
        + host
        + (isDirect() ? "" : ", reached through " + proxyName() + ",")
        + " is not trusted; name the file of its CA in store."
        + store
        + ".ca-cert";
  }

  private boolean isOverdue() {
    return has(SocketTimeoutException.class)
        || hasNamed(HTTP_TIMEOUT)
        || hasNamed(HTTP_CONNECT_TIMEOUT);
  }

  private boolean isBadCertificate() {
    return has(CertificateException.class)
        || has(SSLPeerUnverifiedException.class)
        || message(failure).contains(OTHER_HOST);
  }

  private boolean isUnreachable() {
    return has(ConnectException.class)
        || has(UnknownHostException.class)
        || has(NoRouteToHostException.class)
        || has(UnresolvedAddressException.class);
  }

  private boolean has(Class<? extends Throwable> type) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return true;
      }
    }
    return false;
  }

  private boolean hasNamed(String type) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause.getClass().getName().equals(type)) {
        return true;
      }
    }
    return false;
  }

  /** The status with which the proxy refuses, which the JDK tells in a message only; 0 if it did not. */
  private int refusal() {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      for (String beginning : REFUSALS) {
        String message = message(cause);
        int end = beginning.length() + 3;
        if (message.startsWith(beginning) && message.length() >= end) {
          return Math.max(0, Host.number(message, beginning.length(), end, 999));
        }
      }
    }
    return 0;
  }

  private static String message(Throwable cause) {
    return String.valueOf(cause.getMessage());
  }

  private StoreException passing(String message) {
    return new StoreException(ErrorCode.UNAVAILABLE, message, failure);
  }

  private StoreException lasting(String message) {
    return passing(message).notRetryable();
  }

  private String wayOut() {
    return isDirect()
        ? "; is there a way to it (network, proxy, private endpoint)?"
        : "; is it the right proxy (store." + store + ".proxy, HTTPS_PROXY)?";
  }

  private String through() {
    return isDirect() ? "" : ", through " + proxyName();
  }

  private boolean isDirect() {
    return proxy.type() == Proxy.Type.DIRECT;
  }

  private String proxyName() {
    return proxy.address() instanceof InetSocketAddress at
        ? "the proxy " + at.getHostString() + ":" + at.getPort()
        : "a proxy";
  }
}
