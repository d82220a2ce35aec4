package dev.keyturn.interop.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.LiveSecret;
import dev.keyturn.Secrets;
import dev.keyturn.SecretsBuilder;
import dev.keyturn.interop.FastTime;
import dev.keyturn.interop.servers.Moto;
import dev.keyturn.interop.servers.Postgres;
import dev.keyturn.model.Secret;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A real role whose password is rotated while eight threads log in: through {@code LiveSecret.call} none
 * of them ever fails, though the database refuses the old password from the second step on and the
 * store shows it until the fourth.
 */
class RotationTest {
  private static final int THREADS = 8;

  private final Moto moto = Moto.fresh();
  private final Postgres database = Postgres.start();
  private final AtomicLong logins = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final AtomicLong slowest = new AtomicLong();
  private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private final CountDownLatch stop = new CountDownLatch(1);
  private final CountDownLatch failed = new CountDownLatch(1);

  @AfterEach
  void close() {
    database.close();
  }

  private SecretsBuilder secrets() {
    return Secrets.builder()
        .environment(java.util.Map.of())
        .store("aws-sm", "aws-sm", Moto.settings(moto.endpoint()));
  }

  /**
   * Keyturn's clock runs six times as fast, so that fifty rotations fit into minutes although it lets at
   * most 8 logins in 90 s be refused. In every second rotation the pending password is the only good one
   * for two seconds of the machine's.
   */
  @Test
  void fiftyRotationsFailNobody() throws Exception {
    try (FastTime time = new FastTime(6);
        Secrets secrets = secrets().time(time).build()) {
      rotate(secrets, 50, 2, 2_100);
    }
  }

  @Test
  void aWindowOfTwoSecondsFailsNobodyOnTheMachinesClock() throws Exception {
    try (Secrets secrets = secrets().build()) {
      rotate(secrets, 6, 1, 500);
    }
  }

  private void rotate(Secrets secrets, int rotations, int everyNth, long pauseMillis)
      throws Exception {
    FourStepRotation rotation = new FourStepRotation(moto, database, "prod/db", "app");
    LiveSecret live = secrets.live("aws-sm://prod/db");
    List<Thread> threads = startThreads(live);
    int windows = 0;
    for (int i = 0; i < rotations && failures.isEmpty(); i++) {
      boolean window = i % everyNth == 0;
      windows += window ? 1 : 0;
      String token = rotation.createSecret();
      rotation.setSecret(token);
      pass(window ? 2_000 : 0);
      rotation.testSecret(token);
      rotation.finishSecret(token);
      pass(window ? Math.max(pauseMillis - 2_000, 100) : pauseMillis);
    }
    stop.countDown();
    for (Thread thread : threads) {
      thread.join(100_000);
      assertThat(thread.isAlive()).isFalse();
    }
    report(rotations, windows);
  }

  private void report(int rotations, int windows) {
    System.out.printf(
        Locale.ROOT,
        "%d rotations, %d of them with 2 s between setSecret and finishSecret; %d threads opened %d"
            + " connections; the database refused %d; failed for the caller: %d; slowest call %.1f s%n",
        rotations,
        windows,
        THREADS,
        logins.get(),
        refused.get(),
        failures.size(),
        slowest.get() / 1e9);
    assertThat(failures).isEmpty();
    assertThat(logins).hasValueGreaterThan(rotations);
    assertThat(refused).as("the rotations were felt").hasValueGreaterThanOrEqualTo(windows);
  }

  /** Lets time pass, unless somebody has failed. */
  private void pass(long millis) throws InterruptedException {
    if (failed.await(millis, TimeUnit.MILLISECONDS)) {
      throw new AssertionError("a caller has failed", failures.peek());
    }
  }

  private List<Thread> startThreads(LiveSecret live) {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      Thread thread = new Thread(() -> logInUntilStopped(live), "caller-" + i);
      thread.setDaemon(true);
      thread.start();
      threads.add(thread);
    }
    return threads;
  }

  private void logInUntilStopped(LiveSecret live) {
    try {
      while (!stop.await(5, TimeUnit.MILLISECONDS)) {
        long start = System.nanoTime();
        live.call(this::logIn, RotationTest::isRefused);
        slowest.accumulateAndGet(System.nanoTime() - start, Math::max);
        logins.incrementAndGet();
      }
    } catch (Exception | AssertionError e) {
      failures.add(e);
      failed.countDown();
    }
  }

  private Void logIn(Secret secret) throws SQLException {
    try (Connection connection = database.connect(
        secret.field("username").reveal(), secret.field("password").reveal())) {
      assertThat(connection.isValid(5)).isTrue();
      return null;
    } catch (SQLException e) {
      if (isRefused(e)) {
        refused.incrementAndGet();
      }
      throw e;
    }
  }

  private static boolean isRefused(Exception failure) {
    return failure instanceof SQLException e && "28P01".equals(e.getSQLState());
  }
}
