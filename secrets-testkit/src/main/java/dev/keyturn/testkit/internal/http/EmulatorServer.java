package dev.keyturn.testkit.internal.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import dev.keyturn.spi.TimeSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** An HTTP or HTTPS server on 127.0.0.1, with faults. Requests are read on threads of its own. */
public final class EmulatorServer implements AutoCloseable {
  static {
    // otherwise each answer, sent as head and body, waits 40 ms for the client's delayed
    // acknowledgement
    if (System.getProperty("sun.net.httpserver.nodelay") == null) {
      System.setProperty("sun.net.httpserver.nodelay", "true");
    }
  }

  private final Function<Request, Call> service;
  private final Courier courier;
  private final ExecutorService threads;
  private final @Nullable SSLContext tls;
  private final int port;
  private @Nullable HttpServer server;

  /**
   * Opens a server on a port found free.
   *
   * @param name what its threads are called
   * @param service what understands and answers requests
   * @param faults what befalls them
   * @param time what delays are measured by
   */
  public EmulatorServer(
      String name, Function<Request, Call> service, Faults faults, TimeSource time) {
    this(name, service, faults, time, null);
  }

  /**
   * Opens a server on a port found free, with TLS or without.
   *
   * @param name what its threads are called
   * @param service what understands and answers requests
   * @param faults what befalls them
   * @param time what delays are measured by
   * @param tls its certificate and whom of its clients it trusts; null for plain http
   */
  public EmulatorServer(
      String name,
      Function<Request, Call> service,
      Faults faults,
      TimeSource time,
      @Nullable SSLContext tls) {
    this.service = service;
    this.tls = tls;
    this.courier = new Courier(faults, time);
    this.threads = Executors.newCachedThreadPool(Daemons.named(name));
    HttpServer first = open(0);
    this.server = first;
    this.port = first.getAddress().getPort();
  }

  /** {@return the address to send requests to} */
  public URI endpoint() {
    return URI.create((tls == null ? "http" : "https") + "://127.0.0.1:" + port);
  }

  /** Closes every connection and refuses new ones, until {@link #comeBack}. */
  public synchronized void goDown() {
    HttpServer open = server;
    server = null;
    if (open != null) {
      open.stop(0);
    }
  }

  /** Accepts connections again, on the same port. */
  public synchronized void comeBack() {
    if (server == null && !threads.isShutdown()) {
      server = open(port);
    }
  }

  /** Closes every connection and ends the threads. */
  @Override
  public void close() {
    threads.shutdownNow();
    goDown();
  }

  private HttpServer open(int at) {
    try {
      InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
      HttpServer opened = create(new InetSocketAddress(loopback, at));
      opened.createContext("/", this::handle);
      opened.setExecutor(threads);
      opened.start();
      return opened;
    } catch (IOException e) {
      throw new UncheckedIOException("no port on 127.0.0.1 could be opened", e);
    }
  }

  private HttpServer create(InetSocketAddress address) throws IOException {
    if (tls == null) {
      return HttpServer.create(address, 0);
    }
    HttpsServer secure = HttpsServer.create(address, 0);
    secure.setHttpsConfigurator(new HttpsConfigurator(tls) {
      @Override
      public void configure(HttpsParameters parameters) {
        SSLParameters usual = getSSLContext().getDefaultSSLParameters();
        usual.setWantClientAuth(true);
        parameters.setSSLParameters(usual);
      }
    });
    return secure;
  }

  private void handle(HttpExchange exchange) throws IOException {
    courier.deliver(exchange, service.apply(Request.read(exchange)));
  }
}
