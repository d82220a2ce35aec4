package dev.keyturn.gcp;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;

/** Speaks TLS for a server of this machine that does not. */
final class TlsFront implements AutoCloseable {
  private final ServerSocket server;
  private final int target;
  private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
    Thread thread = new Thread(task, "tls-front");
    thread.setDaemon(true);
    return thread;
  });

  TlsFront(TestKeys keys, int target) throws Exception {
    this.target = target;
    this.server = keys.context()
        .getServerSocketFactory()
        .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    threads.execute(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = server.accept();
        Socket service = new Socket(InetAddress.getLoopbackAddress(), target);
        threads.execute(() -> pour(client, service));
        threads.execute(() -> pour(service, client));
      }
    } catch (IOException | RejectedExecutionException e) {
      // closed
    }
  }

  private static void pour(Socket from, Socket to) {
    byte[] buffer = new byte[8192];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        out.write(buffer, 0, n);
      }
    } catch (IOException e) {
      // one of the ends has gone
    }
  }

  @Override
  public void close() throws IOException {
    threads.shutdownNow();
    server.close();
  }
}
