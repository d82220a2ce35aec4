package dev.keyturn.interop.servers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Takes connections and what comes over them, and never answers. */
public final class BlackHole implements AutoCloseable {
  private final ServerSocket socket;
  private final List<Socket> taken = new CopyOnWriteArrayList<>();
  private final CountDownLatch reached = new CountDownLatch(1);

  /** Opens one on a free port. */
  public BlackHole() throws IOException {
    socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    daemon(this::accept);
  }

  private static void daemon(Runnable task) {
    Thread thread = new Thread(task, "black-hole");
    thread.setDaemon(true);
    thread.start();
  }

  /** Its port, of 127.0.0.1. */
  public int port() {
    return socket.getLocalPort();
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket connection = socket.accept();
        taken.add(connection);
        daemon(() -> swallow(connection));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void swallow(Socket connection) {
    try {
      while (connection.getInputStream().read() >= 0) {
        reached.countDown();
      }
    } catch (IOException e) {
      // the client went away
    }
  }

  /** Waits until somebody has asked for something. */
  public void awaitRequest() throws InterruptedException {
    if (!reached.await(10, TimeUnit.SECONDS)) {
      throw new AssertionError("no request came");
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
    for (Socket connection : taken) {
      connection.close();
    }
  }
}
