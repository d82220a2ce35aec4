package dev.keyturn.interop.aws;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Sends the first half of an answer, then resets the connection. */
final class HalfAnswer implements AutoCloseable {
  private static final byte[] HALF =
      ("HTTP/1.1 200 OK\r\nContent-Type: application/x-amz-json-1.1\r\n"
              + "Content-Length: 400\r\n\r\n{\"Name\":\"prod/db\",\"SecretString\":\"")
          .getBytes(StandardCharsets.US_ASCII);

  private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

  HalfAnswer() throws IOException {
    Thread thread = new Thread(this::serve, "half-answer");
    thread.setDaemon(true);
    thread.start();
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + socket.getLocalPort());
  }

  private void serve() {
    while (!socket.isClosed()) {
      try (Socket connection = socket.accept()) {
        readRequest(connection);
        connection.setSoLinger(true, 0); // closing is then a reset
        connection.getOutputStream().write(HALF);
        connection.getOutputStream().flush();
      } catch (IOException e) {
        // the client went away, or the test is over
      }
    }
  }

  /** To its end: a reset because of unread bytes would come before the answer. */
  private static void readRequest(Socket connection) throws IOException {
    StringBuilder text = new StringBuilder();
    byte[] buffer = new byte[8192];
    while (!text.toString().contains("AWSCURRENT")) {
      int n = connection.getInputStream().read(buffer);
      if (n < 0) {
        return;
      }
      text.append(new String(buffer, 0, n, StandardCharsets.ISO_8859_1));
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
