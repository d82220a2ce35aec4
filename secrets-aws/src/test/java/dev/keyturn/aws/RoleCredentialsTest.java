package dev.keyturn.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.spi.StoreException;
import dev.keyturn.testkit.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;

class RoleCredentialsTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private final ManualTime time = new ManualTime();
  private final AtomicInteger exchanges = new AtomicInteger();
  private final RoleCredentials credentials = new RoleCredentials(this::exchange, time);
  private volatile boolean broken;
  private volatile CountDownLatch gate = new CountDownLatch(0);

  private RoleCredentials.Session exchange() throws StoreException, InterruptedException {
    int number = exchanges.incrementAndGet();
    gate.await();
    if (broken) {
      throw new StoreException(ErrorCode.UNAVAILABLE, "STS is out of order");
    }
    return new RoleCredentials.Session(
        AwsBasicCredentials.create("key-" + number, "secret"), time.nanos(), HOUR);
  }

  private String resolve() throws InterruptedException {
    return Deadline.<String, RuntimeException>within(
        time, Duration.ofSeconds(10), () -> credentials.resolveCredentials().accessKeyId());
  }

  @Test
  void exchangesOnceForSixtyFourThreads() throws Exception {
    gate = new CountDownLatch(1);
    List<FutureTask<String>> callers = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      FutureTask<String> caller = new FutureTask<>(this::resolve);
      callers.add(caller);
      new Thread(caller, "caller").start();
    }
    gate.countDown();
    for (FutureTask<String> caller : callers) {
      assertThat(caller.get()).isEqualTo("key-1");
    }
    assertThat(exchanges).hasValue(1);
  }

  @Test
  void handsARefusalToAllWhoWaitForIt() throws Exception {
    broken = true;
    gate = new CountDownLatch(1);
    List<FutureTask<String>> callers = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      FutureTask<String> caller = new FutureTask<>(this::resolve);
      callers.add(caller);
      threads.add(new Thread(caller, "caller"));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      awaitWaiting(thread);
    }
    gate.countDown();
    for (FutureTask<String> caller : callers) {
      assertThatThrownBy(caller::get).rootCause().hasMessage("STS is out of order");
    }
    assertThat(exchanges).hasValue(1);
    assertThatThrownBy(this::resolve).isInstanceOf(LoginFailed.class);
    assertThat(exchanges).hasValue(2); // it came later
  }

  private static void awaitWaiting(Thread thread) {
    while (thread.getState() != Thread.State.WAITING) {
      LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
    }
  }

  @Test
  void closesTheLoginBeneath() {
    AtomicInteger closed = new AtomicInteger();
    new RoleCredentials(this::exchange, time, closed::incrementAndGet).close();
    assertThat(closed).hasValue(1);
  }

  @Test
  void renewsFiveMinutesAheadAndNotBefore() throws Exception {
    assertThat(resolve()).isEqualTo("key-1");
    time.advance(Duration.ofMinutes(54));
    assertThat(resolve()).isEqualTo("key-1");
    time.advance(Duration.ofMinutes(2));
    assertThat(resolve()).isEqualTo("key-2");
  }

  @Test
  void goesOnWithTheOldOnesWhileTheyLastAndStsDoesNotAnswer() throws Exception {
    assertThat(resolve()).isEqualTo("key-1");
    broken = true;
    time.advance(Duration.ofMinutes(56));
    assertThat(resolve()).isEqualTo("key-1");
    assertThat(resolve()).isEqualTo("key-1");
    assertThat(exchanges).hasValue(2); // one attempt in ten seconds
    time.advance(Duration.ofSeconds(11));
    assertThat(resolve()).isEqualTo("key-1");
    assertThat(exchanges).hasValue(3);
    time.advance(Duration.ofMinutes(4));
    assertThatThrownBy(this::resolve)
        .isInstanceOf(LoginFailed.class)
        .cause()
        .hasMessage("STS is out of order");
    broken = false;
    assertThat(resolve()).isEqualTo("key-5");
  }

  @Test
  void showsNoCredentials() throws Exception {
    resolve();
    assertThat(exchange().toString()).doesNotContain("key-").doesNotContain("secret");
  }
}
