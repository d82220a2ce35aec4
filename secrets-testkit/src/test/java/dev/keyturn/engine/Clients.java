package dev.keyturn.engine;

import dev.keyturn.LiveSecret;
import dev.keyturn.testkit.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads that log in again and again. */
final class Clients {
  private final ManualTime time;
  private final LiveSecret live;
  private final Database database;
  private final List<CompletableFuture<Integer>> threads = new ArrayList<>();
  final AtomicInteger failures = new AtomicInteger();

  Clients(ManualTime time, LiveSecret live, Database database) {
    this.time = time;
    this.live = live;
    this.database = database;
  }

  /** Starts so many, each with a pause of its own after each login. */
  void start(int count, int logins) {
    for (int i = 0; i < count; i++) {
      Duration pause = Duration.ofMillis(1_000 + 7L * i);
      threads.add(time.start(() -> run(logins, pause)));
    }
  }

  private int run(int logins, Duration pause) throws InterruptedException {
    int done = 0;
    for (int i = 0; i < logins; i++) {
      try {
        live.call(database::login, Database::isRefusal);
        done++;
      } catch (RuntimeException e) {
        failures.incrementAndGet();
      }
      CompletableFuture<Void> over = new CompletableFuture<>();
      time.schedule(pause, () -> over.complete(null));
      time.await(over);
    }
    return done;
  }

  /** How many logins succeeded; all threads have ended. */
  int succeeded() {
    return threads.stream().mapToInt(CompletableFuture::join).sum();
  }
}
