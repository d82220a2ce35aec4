package dev.keyturn.testkit.internal.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;

/**
 * A proxy on 127.0.0.1 that lays tunnels ({@code CONNECT host:port}), and lays all of them to one port of
 * this machine: so a client that asks for a service by its real name lands at the emulator. It reads
 * nothing of what goes through.
 */
public final class TunnelServer implements AutoCloseable {
  private static final int MAX_HEAD = 16 * 1024;
  private static final int BUFFER = 8192;
  private static final byte[] LAID = head("200 Connection established");

  private final InetAddress loopback = loopback();
  private final ServerSocket server;
  private final int target;
  private final ExecutorService threads;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private volatile String refusal = "";

  /**
   * Opens a proxy on a port found free.
   *
   * @param name what its threads are called
   * @param target the port of this machine at which every tunnel ends
   */
  public TunnelServer(String name, int target) {
    this.target = target;
    this.threads = Executors.newCachedThreadPool(Daemons.named(name));
    try {
      this.server = new ServerSocket();
      server.bind(new InetSocketAddress(loopback, 0));
    } catch (IOException e) {
      throw new UncheckedIOException("no port on 127.0.0.1 could be opened", e);
    }
    threads.execute(this::accept);
  }

  /** {@return the address, as {@code store.NAME.proxy} and {@code HTTPS_PROXY} take it} */
  public URI address() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort());
  }

  /** {@return what was asked for so far, as {@code host:port}, refused or not} */
  public List<String> asked() {
    return List.copyOf(asked);
  }

  /**
   * Refuses every tunnel from now on.
   *
   * @param answer the status with its text, such as {@code 407 Proxy Authentication Required}; an empty
   *     one lays tunnels again
   */
  public void refuse(String answer) {
    refusal = answer;
  }

  /** Ends every tunnel, and refuses connections. */
  @Override
  public void close() {
    threads.shutdownNow();
    closeQuietly(server);
    open.forEach(TunnelServer::closeQuietly);
  }

  private void accept() {
    try {
      while (true) {
        Socket client = server.accept();
        open.add(client);
        threads.execute(() -> serve(client));
      }
    } catch (IOException | RejectedExecutionException e) {
      close();
    }
  }

  private void serve(Socket client) {
    try {
      String[] request = requestLine(client.getInputStream()).split(" ", -1);
      if (request.length != 3 || !request[0].equals("CONNECT")) {
        client.getOutputStream().write(head("405 Method Not Allowed"));
        return;
      }
      asked.add(request[1]);
      if (refusal.isEmpty()) {
        tunnel(client);
      } else {
        client.getOutputStream().write(head(refusal));
      }
    } catch (IOException | RejectedExecutionException e) {
      // one of the ends has gone: that is its own affair
    } finally {
      end(client);
    }
  }

  /** Reads the whole head, and no byte after it. */
  private static String requestLine(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0 || head.length() == MAX_HEAD) {
        throw new IOException("no head of a request");
      }
      head.append((char) next);
    }
    return head.substring(0, head.indexOf("\r\n"));
  }

  private void tunnel(Socket client) throws IOException {
    try (Socket service = new Socket(loopback, target)) {
      open.add(service);
      client.setTcpNoDelay(true);
      service.setTcpNoDelay(true);
      client.getOutputStream().write(LAID);
      threads.execute(() -> {
        pour(service, client);
        end(client);
      });
      pour(client, service);
      end(service);
    }
  }

  private static void pour(Socket from, Socket to) {
    byte[] buffer = new byte[BUFFER];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        out.write(buffer, 0, n);
      }
    } catch (IOException e) {
      // one of the ends has gone
    }
  }

  private void end(Socket socket) {
    open.remove(socket);
    closeQuietly(socket);
  }

  private static byte[] head(String status) {
    String more = status.startsWith("407") ? "Proxy-Authenticate: Basic realm=\"proxy\"\r\n" : "";
    return ("HTTP/1.1 " + status + "\r\n" + more + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
  }

  private static InetAddress loopback() {
    try {
      return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void closeQuietly(AutoCloseable closeable) {
    try {
      closeable.close();
    } catch (Exception e) {
      // nothing is left to be done with it
    }
  }
}
