package dev.keyturn.interop.aws;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** An STS that quotes the token it was sent, or breaks off in the middle of a session. */
final class SpitefulSts implements AutoCloseable {
  static final List<String> SPITES = List.of(
      "quotes the token in the message",
      "quotes the token in the code",
      "quotes the token in the page of a proxy",
      "quotes the token in an error of the server",
      "redirects to an address with the token",
      "breaks off after the session token",
      "gives a session in JSON",
      "gives a session without an end",
      "gives a session whose end is no date",
      "gives a session, then the service quotes it");

  private static final String SESSION = "session-token-3b9f1a";
  private static final String KEY = "secret-access-key-77d2";

  private final HttpServer server;
  private volatile String spite = "";

  SpitefulSts() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", exchange -> {
      String asked = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      String sent = asked.replaceAll("(?s).*WebIdentityToken=([^&]*).*", "$1");
      boolean read = exchange.getRequestHeaders().containsKey("X-Amz-Target");
      int number = read ? SPITES.size() : SPITES.indexOf(spite);
      if (number == 4) {
        exchange.getResponseHeaders().set("Location", "http://localhost:1/?token=" + sent);
      }
      byte[] body = body(number, sent).getBytes(StandardCharsets.UTF_8);
      exchange
          .getResponseHeaders()
          .set("Content-Type", read ? "application/x-amz-json-1.1" : "text/xml");
      exchange.sendResponseHeaders(status(number), body.length);
      exchange.getResponseBody().write(body);
      exchange.close();
    });
    server.start();
  }

  private static int status(int number) {
    return switch (number) {
      case 0, 1, 10 -> 400;
      case 2 -> 403;
      case 3 -> 500;
      case 4 -> 307;
      default -> 200;
    };
  }

  private static String body(int number, String sent) {
    return switch (number) {
      case 0, 3 -> error("InvalidIdentityToken", "cannot read " + sent);
      case 1 -> error(sent, "bad");
      case 2 -> "<html><body>" + sent + "</body></html>";
      case 4 -> "";
      case 5 -> session("2030-01-01T00:00:00Z").substring(0, 330);
      case 6 -> "{\"Credentials\":{\"SessionToken\":\"" + SESSION + "\"}}";
      case 7 -> session(null);
      case 8 -> session("never, says " + SESSION);
      case 10 ->
        "{\"__type\":\"AccessDeniedException\",\"Message\":\"" + SESSION + " " + KEY
            + " may not\"}";
      default -> session("2030-01-01T00:00:00Z");
    };
  }

  private static String error(String code, String message) {
    return "<ErrorResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><Error><Type>Sender</Type>"
        + "<Code>" + code + "</Code><Message>" + message + "</Message></Error></ErrorResponse>";
  }

  private static String session(String end) {
    return "<AssumeRoleWithWebIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">"
        + "<AssumeRoleWithWebIdentityResult><Credentials><AccessKeyId>AKIDTEST</AccessKeyId>"
        + "<SecretAccessKey>" + KEY + "</SecretAccessKey><SessionToken>" + SESSION
        + "</SessionToken>"
        + (end == null ? "" : "<Expiration>" + end + "</Expiration>")
        + "</Credentials></AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>";
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** What it does from here on. */
  void now(String next) {
    spite = next;
  }

  List<String> secrets() {
    return List.of(SESSION, KEY);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
