package dev.keyturn.cli;

import dev.keyturn.LiveSecret;
import dev.keyturn.Secrets;
import dev.keyturn.model.Rotation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What the tour does at one store: fetch, let it be rotated, wait until the listener has heard. */
final class Visit {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int SHORT = 12;

  private final DemoStore store;
  private final LiveSecret live;
  private final long fetched;
  private final String version;
  private final CompletableFuture<Heard> heard = new CompletableFuture<>();
  private String value = "";
  private long rotated;

  private Visit(Secrets secrets, DemoStore store) {
    this.store = store;
    long begin = System.nanoTime();
    this.live = secrets.live(store.kind());
    this.version = live.get().version();
    this.fetched = System.nanoTime() - begin;
  }

  static Visit to(DemoStore store, Secrets secrets) {
    Visit visit = new Visit(secrets, store);
    visit.live.onRotation(rotation -> visit.heard.complete(new Heard(rotation, System.nanoTime())));
    return visit;
  }

  void rotate() throws IOException {
    if (store.rotates()) {
      value = DemoStores.value();
      rotated = System.nanoTime();
      store.put(value);
    }
  }

  void report(Table table) throws InterruptedException {
    if (!store.rotates()) {
      table.row(store.kind(), ms(fetched), brief(version), "", "stays while a process runs");
      return;
    }
    Heard news = await();
    if (!live.get().matches(value.getBytes(StandardCharsets.UTF_8))) {
      throw CommandFailure.internal(store.kind() + " gives the old value after its rotation");
    }
    table.row(
        store.kind(),
        ms(fetched),
        brief(version),
        brief(news.rotation.to()),
        ms(news.at - rotated));
  }

  private Heard await() throws InterruptedException {
    try {
      return heard.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      throw CommandFailure.internal("the listener did not hear of the rotation in " + store.kind());
    }
  }

  private static String ms(long nanos) {
    return Duration.ofNanos(nanos).toMillis() + " ms";
  }

  private static String brief(String version) {
    return version.length() <= SHORT ? version : version.substring(0, SHORT - 4) + "...";
  }

  private record Heard(Rotation rotation, long at) {}
}
