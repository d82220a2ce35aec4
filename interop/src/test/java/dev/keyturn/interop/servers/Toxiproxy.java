package dev.keyturn.interop.servers;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;

/** One proxy of toxiproxy's: TCP that is delayed, cut and refused, by a program that others wrote. */
public final class Toxiproxy implements AutoCloseable {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static URI api;
  private static int made;

  private final String name;
  private final int port;

  private Toxiproxy(String name, int port) {
    this.name = name;
    this.port = port;
  }

  /** A proxy on a free port, to a port of 127.0.0.1. */
  public static synchronized Toxiproxy to(int upstream) {
    if (api == null) {
      int control = Tools.freePort();
      Server.start(
          "toxiproxy",
          control,
          Command.of(Tools.toxiproxy().toString(), "-host", "127.0.0.1", "-port", "" + control));
      api = URI.create("http://127.0.0.1:" + control);
    }
    String name = "proxy-" + ++made;
    JsonNode proxy = post(
        "/proxies",
        Map.of("name", name, "listen", "127.0.0.1:0", "upstream", "127.0.0.1:" + upstream));
    String listen = proxy.get("listen").textValue();
    return new Toxiproxy(name, Integer.parseInt(listen.substring(listen.lastIndexOf(':') + 1)));
  }

  /** Its port, of 127.0.0.1. */
  public int port() {
    return port;
  }

  /** Where it listens. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** Refuses connections, and ends those there are. */
  public void refuse() {
    post("/proxies/" + name, Map.of("enabled", false));
  }

  /** Leads to another port of 127.0.0.1. */
  public void leadTo(int upstream) {
    post("/proxies/" + name, Map.of("enabled", true, "upstream", "127.0.0.1:" + upstream));
  }

  /** Spoils what comes back from the server. */
  public void spoil(String type, Map<String, ?> attributes) {
    post(
        "/proxies/" + name + "/toxics",
        Map.of(
            "name",
            "toxic",
            "type",
            type,
            "stream",
            "downstream",
            "toxicity",
            1.0,
            "attributes",
            attributes));
  }

  private static JsonNode post(String path, Map<String, ?> body) {
    return send(
        HttpRequest.newBuilder(api.resolve(path)).POST(BodyPublishers.ofString(Moto.text(body))));
  }

  private static JsonNode send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> answer = CLIENT.send(request.build(), BodyHandlers.ofString());
      if (answer.statusCode() >= 300) {
        throw new AssertionError("toxiproxy: " + answer.statusCode() + " " + answer.body());
      }
      return Moto.json(answer.body());
    } catch (IOException e) {
      throw new AssertionError("toxiproxy does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  @Override
  public void close() {
    send(HttpRequest.newBuilder(api.resolve("/proxies/" + name)).DELETE());
  }
}
