package dev.keyturn.testkit;

import dev.keyturn.Secrets;
import dev.keyturn.SecretsBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What one test gets: a clock, a store, and the secrets that live by them. */
final class Kit implements AutoCloseable {
  private static final String STORE = "mem";

  final ManualTime time = new ManualTime();
  final InMemoryStore store = new InMemoryStore(time);

  private final Thread owner = Thread.currentThread();
  private final Consumer<SecretsBuilder> setup;
  private final List<Lent> further = new CopyOnWriteArrayList<>();
  private final OutputWatch output = new OutputWatch();
  private @Nullable Secrets secrets;

  Kit(Consumer<SecretsBuilder> setup) {
    this.setup = setup;
    store.watch(output::addCanary);
  }

  boolean isOwnedByThisThread() {
    return owner.equals(Thread.currentThread());
  }

  synchronized Secrets secrets() {
    if (secrets == null) {
      secrets = builder(new Lent(store, time)).build();
    }
    return secrets;
  }

  /** A builder for secrets that the test closes itself. */
  SecretsBuilder builder() {
    Lent lent = new Lent(store, time);
    further.add(lent);
    return builder(lent);
  }

  private SecretsBuilder builder(Lent lent) {
    SecretsBuilder builder =
        Secrets.builder().time(lent).environment(Map.of()).store(STORE, lent).namesFrom(STORE);
    setup.accept(builder);
    return builder;
  }

  /** Ends everything and lists what was wrong. */
  void end(boolean mindOutput) {
    Complaints complaints = new Complaints();
    complaints.of(this::assertClosed);
    complaints.of(this::closeSecrets);
    complaints.of(time::awaitIdle);
    output.close();
    if (mindOutput) {
      complaints.of(output::assertSilent);
    }
    complaints.raise();
  }

  private void assertClosed() {
    long open = further.stream().filter(Lent::isLeftOpen).count();
    if (open > 0) {
      throw new AssertionError(
          open + " Secrets made with builder() not closed; use try-with-resources");
    }
  }

  /** As a caller, whose waits then end by the clock. */
  private synchronized void closeSecrets() {
    Secrets opened = secrets;
    if (opened == null) {
      return;
    }
    CompletableFuture<@Nullable Void> closed = time.start(() -> {
      opened.close();
      return null;
    });
    time.awaitIdle();
    if (!closed.isDone()) {
      time.advance(Duration.ofSeconds(10));
    }
    closed.join();
  }

  /** Lets go of the output, also where the test did not come to its end. */
  @Override
  public void close() {
    output.close();
  }
}
