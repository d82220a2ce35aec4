package dev.keyturn.interop.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A program that listens on 127.0.0.1 until it is stopped, by its own process id; at the latest when the tests end. */
final class Server implements AutoCloseable {
  private static final Duration START = Duration.ofMinutes(1);
  private static final Duration PAUSE = Duration.ofMillis(25);

  private final Process process;

  private Server(Process process) {
    this.process = process;
  }

  /** Starts it and waits until it listens. */
  static Server start(String name, int port, Command command) {
    Path log = Tools.folder("logs").resolve(name + "-" + port + ".log");
    try {
      Process process = command
          .builder()
          .redirectErrorStream(true)
          .redirectOutput(log.toFile())
          .start();
      Server server = new Server(process);
      Runtime.getRuntime().addShutdownHook(new Thread(server::close, "stop-" + name));
      server.awaitPort(name, port, log);
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(name + " cannot be started", e);
    }
  }

  private void awaitPort(String name, int port, Path log) throws IOException {
    if (!await(() -> listens(port))) {
      close();
      throw new AssertionError(name + " does not listen on " + port + ": " + Files.readString(log));
    }
  }

  /** Waits until something holds; not if the server ends before, or if it takes too long. */
  boolean await(BooleanSupplier condition) {
    long end = System.nanoTime() + START.toNanos();
    while (!condition.getAsBoolean()) {
      if (ended() || System.nanoTime() - end > 0) {
        return false;
      }
    }
    return true;
  }

  /** Waits a moment for its end, which is not expected. */
  private boolean ended() {
    try {
      return process.waitFor(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  /** Stops it in its tracks: it still listens, and says nothing. */
  void freeze() {
    signal("-STOP");
  }

  /** Lets it go on. */
  void thaw() {
    signal("-CONT");
  }

  private void signal(String name) {
    Command.of("kill", name, Long.toString(process.pid())).succeed();
  }

  /** Ends it without giving it a chance to tidy up. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
