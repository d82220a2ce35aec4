package dev.keyturn.interop.servers;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * OpenBao: a real server that speaks Vault's protocol. It keeps an audit log, which tells afterwards what
 * it was asked, and by whom.
 */
public final class OpenBao implements AutoCloseable {
  private static int made;

  private final Path folder =
      Tools.folder("openbao-" + ProcessHandle.current().pid() + "-" + number());
  private final int port = Tools.freePortOfTwo();
  private final Optional<Certificate> certificate;
  private final Command command;
  private Server server;
  private BaoAdmin admin;
  private String key = "";

  private OpenBao(Optional<Certificate> certificate) {
    this.certificate = certificate;
    this.command = certificate.isPresent() ? lasting(certificate.get()) : inMemory();
    start();
  }

  private static synchronized int number() {
    return ++made;
  }

  /** One without TLS that keeps all in memory. */
  public static OpenBao dev() {
    return new OpenBao(Optional.empty());
  }

  /** One with TLS whose secrets outlive it: for {@link #kill}, {@link #start}, {@link #seal}. */
  public static OpenBao withCertificate(Certificate certificate) {
    OpenBao server = new OpenBao(Optional.of(certificate));
    server.initialize();
    return server;
  }

  private Command inMemory() {
    Path config = folder.resolve("dev.hcl");
    Tools.write(config, audit());
    return bao("-dev", "-dev-no-store-token", "-dev-listen-address=127.0.0.1:" + port, config)
        .with(Map.of("BAO_DEV_ROOT_TOKEN_ID", "root-of-the-interop-tests"));
  }

  private Command lasting(Certificate tls) {
    Path config = folder.resolve("raft.hcl");
    String listener = """
        storage "raft" {
          path = "%s"
          node_id = "n1"
          performance_multiplier = 1
        }
        listener "tcp" {
          address = "127.0.0.1:%d"
          cluster_address = "127.0.0.1:%d"
          tls_cert_file = "%s"
          tls_key_file = "%s"
        }
        api_addr = "%s"
        cluster_addr = "https://127.0.0.1:%d"
        """;
    try {
      Path data = Files.createDirectories(folder.resolve("data"));
      Tools.write(
          config,
          listener.formatted(data, port, port + 1, tls.pem(), tls.key(), address(), port + 1)
              + audit());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bao(config);
  }

  private Command bao(Object... arguments) {
    String[] words = new String[arguments.length + 2];
    words[0] = Tools.openBao().toString();
    words[1] = "server";
    for (int i = 0; i < arguments.length; i++) {
      words[i + 2] =
          arguments[i] instanceof Path file ? "-config=" + file : arguments[i].toString();
    }
    return Command.of(words).bare().with(Map.of("HOME", folder.toString()));
  }

  private String audit() {
    return """
        audit "file" "all" {
          options {
            file_path = "%s"
            log_raw = "true"
          }
        }
        """.formatted(folder.resolve("audit.log"));
  }

  private void initialize() {
    JsonNode made =
        admin.call("PUT", "sys/init", Map.of("secret_shares", 1, "secret_threshold", 1));
    key = made.get("keys_base64").get(0).textValue();
    admin = admin.with(made.get("root_token").textValue());
    unseal();
  }

  /** Its port, of 127.0.0.1. */
  public int port() {
    return port;
  }

  /** Where it is. */
  public URI address() {
    return URI.create((certificate.isPresent() ? "https" : "http") + "://127.0.0.1:" + port);
  }

  /** Who speaks to it with all rights; a new one after each start. */
  public BaoAdmin admin() {
    return admin;
  }

  /** What it was asked so far. */
  public List<BaoAudit> audits() {
    return BaoAudit.read(folder.resolve("audit.log"));
  }

  /** Ends it at once, as a crash does. */
  public void kill() {
    server.kill();
  }

  /** Lets it take requests and answer none. */
  public void freeze() {
    server.freeze();
  }

  /** Lets it go on after {@link #freeze}. */
  public void thaw() {
    server.thaw();
  }

  /** Starts it. One that lasts is sealed then. */
  public void start() {
    String token = admin == null ? "root-of-the-interop-tests" : admin.token();
    server = Server.start("openbao", port, command);
    admin = BaoAdmin.of(address(), certificate, token);
    if (certificate.isEmpty()) {
      awaitHealth();
    }
  }

  /** Seals it: it answers, and that it cannot. */
  public void seal() {
    admin.call("PUT", "sys/seal", Map.of());
  }

  /** Opens one that is sealed. */
  public void unseal() {
    admin.call("PUT", "sys/unseal", Map.of("key", key));
    awaitHealth();
  }

  private void awaitHealth() {
    if (!server.await(() -> admin.ask("GET", "sys/health", Map.of()).statusCode() == 200)) {
      throw new AssertionError("OpenBao does not become active");
    }
  }

  /** Ends it and removes what it held. */
  @Override
  public void close() {
    kill();
    Command.of("rm", "-rf", folder.toString()).succeed();
  }
}
