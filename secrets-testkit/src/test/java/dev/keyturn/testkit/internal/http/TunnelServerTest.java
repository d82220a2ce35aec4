package dev.keyturn.testkit.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The proxy of the test kit, spoken to over plain sockets. */
class TunnelServerTest {
  private final ServerSocket service = listen();
  private final TunnelServer tunnels = new TunnelServer("tunnel-test", service.getLocalPort());

  private static ServerSocket listen() {
    try {
      return new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @AfterEach
  void close() throws IOException {
    tunnels.close();
    service.close();
  }

  private Socket ask(String head) throws IOException {
    Socket client =
        new Socket(InetAddress.getLoopbackAddress(), tunnels.address().getPort());
    client.getOutputStream().write((head + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
    return client;
  }

  private static String read(Socket socket, int bytes) throws IOException {
    return new String(socket.getInputStream().readNBytes(bytes), StandardCharsets.ISO_8859_1);
  }

  @Test
  void everyHostIsTheOneService() throws IOException {
    for (String host : new String[] {"one.example:443", "two.example:8200"}) {
      try (Socket client = ask("CONNECT " + host + " HTTP/1.1\r\nHost: " + host);
          Socket accepted = service.accept()) {
        assertThat(read(client, 39)).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\n");
        client.getOutputStream().write("there".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(read(accepted, 5)).isEqualTo("there");
        accepted.getOutputStream().write("back".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(read(client, 4)).isEqualTo("back");
        accepted.shutdownOutput();
        assertThat(client.getInputStream().read()).isNegative();
      }
    }
    assertThat(tunnels.asked()).containsExactly("one.example:443", "two.example:8200");
  }

  @Test
  void itCanRefuse() throws IOException {
    tunnels.refuse("407 Proxy Authentication Required");
    try (Socket client = ask("CONNECT one.example:443 HTTP/1.1")) {
      assertThat(read(client, 1000))
          .startsWith("HTTP/1.1 407 Proxy Authentication Required\r\n")
          .endsWith("Proxy-Authenticate: Basic realm=\"proxy\"\r\n\r\n");
    }
    assertThat(tunnels.asked()).containsExactly("one.example:443");
  }

  @Test
  void itLaysTunnelsAndDoesNothingElse() throws IOException {
    try (Socket client = ask("GET http://one.example/ HTTP/1.1")) {
      assertThat(read(client, 1000)).startsWith("HTTP/1.1 405 ");
    }
    assertThat(tunnels.asked()).isEmpty();
  }

  @Test
  void closingEndsTheTunnels() throws IOException {
    try (Socket client = ask("CONNECT one.example:443 HTTP/1.1");
        Socket accepted = service.accept()) {
      assertThat(read(client, 39)).startsWith("HTTP/1.1 200 ");
      tunnels.close();
      assertThat(client.getInputStream().read()).isNegative();
      assertThat(accepted.getInputStream().read()).isNegative();
    }
    Proxy proxy = new Proxy(
        Proxy.Type.HTTP,
        new InetSocketAddress(
            InetAddress.getLoopbackAddress(), tunnels.address().getPort()));
    assertThatThrownBy(() ->
            URI.create("https://one.example").toURL().openConnection(proxy).connect())
        .isInstanceOf(IOException.class);
  }
}
