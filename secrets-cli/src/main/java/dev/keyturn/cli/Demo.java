package dev.keyturn.cli;

import dev.keyturn.LiveSecret;
import dev.keyturn.Secrets;
import dev.keyturn.model.Rotation;
import dev.keyturn.model.Secret;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Fetch, rotate, see it picked up: told line by line. It shows no value, not even those it made up. */
final class Demo {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final DemoStores stores;
  private final Consumer<String> out;
  private final BlockingQueue<Rotation> heard = new LinkedBlockingQueue<>();

  Demo(DemoStores stores, Consumer<String> out) {
    this.stores = stores;
    this.out = out;
  }

  void run() throws IOException, InterruptedException {
    long begin = System.nanoTime();
    say("Keyturn demo. The stores and the values in them were made for it; no value is shown.");
    try (Secrets secrets = open()) {
      fetch(secrets);
      rotateFile(secrets);
      rotateUnderUse(secrets);
    }
    say("4. Closed: waits ended, threads gone. Done in " + since(begin) + ".");
  }

  private Secrets open() {
    return Secrets.builder()
        .environment(stores.environment())
        .store("file", "file", Map.of("roots", stores.directory().toString()))
        .store("mem", stores.memory())
        .alias("npm-token", "env://DEMO_TOKEN")
        .alias("db-password", "file://db-password")
        .alias("api-key", "mem://api-key")
        .build();
  }

  private void fetch(Secrets secrets) {
    say("1. Three names, three stores, one call: getAll.");
    secrets
        .getAll(List.of("npm-token", "db-password", "api-key"))
        .forEach((name, secret) ->
            say("   " + name + " is " + secret.ref() + ", version " + secret.version() + "."));
  }

  private void rotateFile(Secrets secrets) throws IOException, InterruptedException {
    say("2. db-password is held as a LiveSecret with a listener. Its file is now replaced.");
    LiveSecret live = secrets.live("db-password");
    Secret before = live.get();
    live.onRotation(heard::add);
    long begin = System.nanoTime();
    stores.rotateFile();
    Rotation rotation = heard(secrets);
    say("   The listener fired after " + since(begin) + ": " + versions(rotation) + ".");
    boolean same = live.get().matches(before.revealBytes());
    say("   live.get() gives the " + (same ? "old" : "new") + " value.");
  }

  /** The store says by itself that the file changed, on most systems at once. */
  private Rotation heard(Secrets secrets) throws InterruptedException {
    Rotation rotation = heard.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    if (rotation == null) {
      say("   This system is slow to tell of files, so the store is asked: refresh.");
      secrets.refresh("db-password");
      rotation = heard.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }
    return orFail(rotation, "the listener did not hear of the rotation");
  }

  private void rotateUnderUse(Secrets secrets) throws InterruptedException {
    say("3. api-key is in use when it is rotated, and a service now refuses the old one.");
    LiveSecret live = secrets.live("api-key");
    Secret before = live.get();
    live.onRotation(heard::add);
    Service service = new Service(stores.rotateKey());
    String version = login(live, service);
    say("   live.call tried version " + before.version() + ", was refused " + service.refused
        + " time, fetched anew and got in with version " + version + ".");
    Rotation rotation = heard.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    say("   The listener heard of it too: "
        + versions(orFail(rotation, "the listener did not hear of the rotation")) + ".");
  }

  private static String login(LiveSecret live, Service service) {
    try {
      return live.call(service::login, Refused.class::isInstance, PATIENCE);
    } catch (Refused e) {
      throw CommandFailure.internal("the rotated key was not picked up");
    }
  }

  private static Rotation orFail(@Nullable Rotation rotation, String message) {
    if (rotation == null) {
      throw CommandFailure.internal(message);
    }
    return rotation;
  }

  private static String versions(Rotation rotation) {
    return "version " + rotation.from() + " became " + rotation.to();
  }

  private static String since(long begin) {
    return Duration.ofNanos(System.nanoTime() - begin).toMillis() + " ms";
  }

  private void say(String line) {
    out.accept(line + "\n");
  }

  /** Something that a secret opens, and that knows only the new one. */
  private static final class Service {
    private final byte[] key;
    private int refused;

    Service(byte[] key) {
      this.key = key;
    }

    /** {@return the version that got in} */
    String login(Secret secret) throws Refused {
      if (!secret.matches(key)) {
        refused++;
        throw new Refused();
      }
      return secret.version();
    }
  }

  private static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;
  }
}
