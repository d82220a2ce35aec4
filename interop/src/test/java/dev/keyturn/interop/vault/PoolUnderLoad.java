package dev.keyturn.interop.vault;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.keyturn.LiveSecret;
import dev.keyturn.examples.pool.LiveDataSource;
import dev.keyturn.interop.servers.Postgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Eight threads that ask a database through the example's pool, again and again, until somebody fails or it ends. */
final class PoolUnderLoad implements AutoCloseable {
  private static final int THREADS = 8;

  private final CountingDriver driver = new CountingDriver(new org.postgresql.Driver());
  private final HikariDataSource pool;
  private final List<Thread> threads = new ArrayList<>();
  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private final AtomicLong queries = new AtomicLong();
  private final CountDownLatch stop = new CountDownLatch(1);
  private final CountDownLatch failed = new CountDownLatch(1);

  PoolUnderLoad(LiveSecret secret, Postgres database) {
    HikariConfig config = new HikariConfig();
    config.setDataSource(new LiveDataSource(secret, driver, database.url()));
    config.setMaximumPoolSize(THREADS);
    pool = new HikariDataSource(config);
    // whoever logged in with the credential before goes back to the database once more, and no
    // further
    secret.onRotation(rotation -> evict());
    for (int i = 0; i < THREADS; i++) {
      Thread thread = new Thread(this::askUntilStopped, "caller-" + i);
      thread.setDaemon(true);
      thread.start();
      threads.add(thread);
    }
  }

  /** Lets the pool open new connections in the place of those it has. */
  void evict() {
    pool.getHikariPoolMXBean().softEvictConnections();
  }

  private void askUntilStopped() {
    try {
      while (!stop.await(5, TimeUnit.MILLISECONDS)) {
        ask();
        queries.incrementAndGet();
      }
    } catch (InterruptedException | SQLException | RuntimeException | AssertionError e) {
      failures.add(e);
      failed.countDown();
    }
  }

  /** A role that was dropped can say nothing of itself, though its session lives on. */
  private void ask() throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("select current_user")) {
      assertThat(result.next()).isTrue();
    }
  }

  /** Lets time pass, unless somebody has failed. */
  void run(Duration time) throws InterruptedException {
    if (failed.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
      throw new AssertionError("a caller has failed", failures.peek());
    }
  }

  /** Ends the threads; none has failed. */
  String stop() throws InterruptedException {
    stop.countDown();
    for (Thread thread : threads) {
      thread.join(100_000);
      assertThat(thread.isAlive()).isFalse();
    }
    assertThat(failures).isEmpty();
    return THREADS + " threads, " + queries + " queries, " + driver.opened() + " logins, "
        + driver.refused() + " refused; failed for the caller: " + failures.size();
  }

  long queries() {
    return queries.get();
  }

  long opened() {
    return driver.opened();
  }

  long refused() {
    return driver.refused();
  }

  @Override
  public void close() {
    stop.countDown();
    pool.close();
  }
}
