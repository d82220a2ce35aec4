package dev.keyturn.cli;

import dev.keyturn.LiveSecret;
import dev.keyturn.Secrets;
import dev.keyturn.SecretsBuilder;
import dev.keyturn.model.Secret;
import dev.keyturn.testkit.InMemoryStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;

/** Fetch, rotate, see it picked up: told line by line. It shows no value, not even those it made up. */
final class Demo {
  /** For a machine that has other things to do while an SDK is loaded. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Tour tour;
  private final DemoStores stores;
  private final InMemoryStore memory = new InMemoryStore();
  private final Consumer<String> out;

  Demo(DemoStores stores, Consumer<String> out) {
    this.tour = new Tour(stores.all());
    this.stores = stores;
    this.out = out;
  }

  void run() throws IOException, InterruptedException {
    long begin = System.nanoTime();
    say("Keyturn demo. The stores and the values in them were made for it; no value is shown.");
    memory.put("api-key", DemoStores.value());
    try (Secrets secrets = open()) {
      say(
          "1. Each store is read as the real one is, over loopback; then all are rotated under listeners.");
      say("");
      out.accept(tour.run(secrets).toString());
      say("");
      say(
          "   A first fetch loads the SDK. Files tell of their changes; the others are asked again before");
      say(
          "   the ttl is over, here 1 s, otherwise 5 min. Each live.get() gives the new value now.");
      rotateUnderUse(secrets);
    }
    say("3. Closed: waits ended, threads gone. Done in " + since(begin) + ".");
  }

  private Secrets open() {
    SecretsBuilder builder = Secrets.builder().environment(stores.environment()).timeout(PATIENCE);
    tour.configure(builder);
    return builder.store("mem", memory).alias("api-key", "mem://api-key").build();
  }

  private void rotateUnderUse(Secrets secrets) throws InterruptedException {
    say("2. api-key is in use when it is rotated, and a service now refuses the old one.");
    LiveSecret live = secrets.live("api-key");
    Secret before = live.get();
    String key = DemoStores.value();
    memory.rotate("api-key", key);
    Service service = new Service(key.getBytes(StandardCharsets.UTF_8));
    String version = login(live, service);
    say("   live.call tried version " + before.version() + ", was refused " + service.refused
        + " time, fetched anew and got in with version " + version + ".");
  }

  private static String login(LiveSecret live, Service service) {
    try {
      return live.call(service::login, Refused.class::isInstance, PATIENCE);
    } catch (Refused e) {
      throw CommandFailure.internal("the rotated key was not picked up");
    }
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
