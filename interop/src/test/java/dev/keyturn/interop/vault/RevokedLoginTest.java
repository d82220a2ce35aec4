package dev.keyturn.interop.vault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.LiveSecret;
import dev.keyturn.Secrets;
import dev.keyturn.interop.servers.DatabaseEngine;
import dev.keyturn.interop.servers.OpenBao;
import dev.keyturn.interop.servers.Postgres;
import dev.keyturn.interop.servers.Until;
import dev.keyturn.model.CachePolicy;
import dev.keyturn.model.Secret;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Somebody ends our token on the server, and with it every user of the database that it has made. */
class RevokedLoginTest {
  private static final int READERS = 56;
  private static final int CALLERS = 8;

  private final OpenBao server = OpenBao.dev();
  private final Postgres database = Postgres.start();
  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private final AtomicLong reads = new AtomicLong();
  private final AtomicLong marked = new AtomicLong();
  private final AtomicLong calls = new AtomicLong();
  private final CountDownLatch stop = new CountDownLatch(1);
  private final List<Thread> threads = new ArrayList<>();

  @AfterEach
  void close() {
    stop.countDown();
    database.close();
    server.close();
  }

  @Test
  void oneLoginForSixtyFourThreadsAndNobodyFails() throws Exception {
    database.administrator().close();
    DatabaseEngine engine = new DatabaseEngine(server, database.port());
    engine.dynamicRole("app", "1h", "2h");
    AppRole role = keyValues(READERS);
    try (Secrets secrets = Secrets.builder()
        .environment(role.environment())
        // so that all of them ask the server, most of the time
        .cache(CachePolicy.defaults().withTtl(Duration.ofSeconds(1)))
        .store("vault", "vault", role.settings())
        .build()) {
      start(secrets);
      for (int lost = 1; lost <= 3; lost++) {
        Until.passes(Duration.ofSeconds(4));
        assertThat(role.logins()).isEqualTo(lost);
        assertThat(role.revokeAll()).isEqualTo(1);
      }
      Until.passes(Duration.ofSeconds(4));
      stop();
      System.out.println("token revoked 3 times: " + reads + " reads by " + READERS + " threads ("
          + marked + " more were given the last good value, marked), " + calls
          + " logins to the database by " + CALLERS + " threads, " + failures.size()
          + " failed; " + role.logins() + " logins to the store, " + engine.made("app")
          + " users made");
      assertThat(failures).isEmpty();
      assertThat(role.logins()).isEqualTo(4);
      // a caller that is refused and the store that lost its login may each have one made
      assertThat(engine.made("app")).isBetween(4L, 7L);
    }
    Until.holds("no lease", Duration.ofSeconds(10), () -> engine.leases("app") == 0);
  }

  /** The same at one moment: all 64 ask the server with a token that has just ended. */
  @Test
  void sixtyFourThreadsAtOnceWaitForOneLogin() throws Exception {
    int all = READERS + CALLERS;
    AppRole role = keyValues(all);
    try (Secrets secrets = Secrets.builder()
        .environment(role.environment())
        .store("vault", "vault", role.settings())
        .build()) {
      CyclicBarrier barrier = new CyclicBarrier(all + 1);
      for (int i = 0; i < all; i++) {
        String number = "" + i;
        startOnce(() -> {
          secrets.get("vault://kv/app/" + number);
          barrier.await();
          barrier.await();
          Secret secret = secrets.refresh("vault://kv/app/" + number);
          assertThat(secret.field("n").reveal()).isEqualTo(number);
          reads.incrementAndGet();
        });
      }
      barrier.await();
      assertThat(role.revokeAll()).isEqualTo(1);
      barrier.await();
      stop();
      assertThat(failures).isEmpty();
      assertThat(reads).hasValue(all);
      assertThat(role.logins()).isEqualTo(2);
    }
    assertThat(role.revokeAll()).as("closing has ended the second token").isZero();
  }

  private AppRole keyValues(int number) {
    server.admin().mountVersioned("kv");
    for (int i = 0; i < number; i++) {
      server.admin().call("PUT", "kv/data/app/" + i, Map.of("data", Map.of("n", "" + i)));
    }
    return AppRole.of(
        server,
        "path \"kv/data/app/*\" { capabilities = [\"read\"] }",
        "path \"database/creds/app\" { capabilities = [\"read\"] }");
  }

  private void start(Secrets secrets) {
    for (int i = 0; i < READERS; i++) {
      String number = "" + i;
      start(() -> {
        Secret secret = secrets.get("vault://kv/app/" + number);
        assertThat(secret.field("n").reveal()).isEqualTo(number);
        (secret.isStale() ? marked : reads).incrementAndGet();
      });
    }
    LiveSecret live = secrets.live("vault://database/creds/app");
    for (int i = 0; i < CALLERS; i++) {
      start(() -> {
        live.call(this::logIn, RevokedLoginTest::isRefused);
        calls.incrementAndGet();
      });
    }
  }

  private Void logIn(Secret secret) throws SQLException {
    try (Connection connection = database.connect(
        secret.field("username").reveal(), secret.field("password").reveal())) {
      assertThat(connection.isValid(5)).isTrue();
      return null;
    }
  }

  /** A role that is dropped while it logs in is another state of the same class, 28000. */
  private static boolean isRefused(Exception failure) {
    return failure instanceof SQLException e && String.valueOf(e.getSQLState()).startsWith("28");
  }

  /** Something that may fail. */
  private interface Work {
    void run() throws Exception;
  }

  private void start(Work work) {
    startOnce(() -> {
      while (!stop.await(20, TimeUnit.MILLISECONDS)) {
        work.run();
      }
    });
  }

  private void startOnce(Work work) {
    Thread thread = new Thread(() -> {
      try {
        work.run();
      } catch (Exception | AssertionError e) {
        failures.add(e);
      }
    });
    thread.setDaemon(true);
    thread.start();
    threads.add(thread);
  }

  private void stop() throws InterruptedException {
    stop.countDown();
    for (Thread thread : threads) {
      thread.join(100_000);
      assertThat(thread.isAlive()).isFalse();
    }
  }
}
