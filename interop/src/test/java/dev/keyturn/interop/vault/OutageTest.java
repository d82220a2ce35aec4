package dev.keyturn.interop.vault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.Secrets;
import dev.keyturn.interop.servers.Certificate;
import dev.keyturn.interop.servers.OpenBao;
import dev.keyturn.interop.servers.Until;
import dev.keyturn.model.CachePolicy;
import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.Secret;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server that is sealed, or killed, for five seconds, while somebody reads all the time. */
class OutageTest {
  private static final String REF = "vault://kv/app/db";
  private static final Duration DOWN = Duration.ofSeconds(5);

  private final Rotations seen = new Rotations();
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private final AtomicReference<Secret> last = new AtomicReference<>();
  private final AtomicLong slowest = new AtomicLong();
  private OpenBao server;
  private AppRole role;
  private Certificate certificate;

  @BeforeEach
  void start() throws Exception {
    certificate = Certificate.make("bao", "ip:127.0.0.1", "-1d", 30);
    server = OpenBao.withCertificate(certificate);
    server.admin().mountVersioned("kv");
    role = AppRole.of(server, "path \"kv/data/app/*\" { capabilities = [\"read\"] }");
    put("before");
  }

  private void put(String value) {
    server.admin().call("PUT", "kv/data/app/db", Map.of("data", Map.of("password", value)));
  }

  @AfterEach
  void close() {
    stop.countDown();
    server.close();
  }

  @Test
  void theLastGoodOneIsServedWhileTheServerIsSealed() throws Exception {
    outage("sealed", ErrorCode.UNAVAILABLE, server::seal, server::unseal);
  }

  @Test
  void theLastGoodOneIsServedWhileTheServerIsDead() throws Exception {
    outage("killed", ErrorCode.UNAVAILABLE, server::kill, () -> {
      server.start();
      server.unseal();
    });
  }

  @Test
  void theLastGoodOneIsServedWhileTheServerSaysNothing() throws Exception {
    outage("frozen", ErrorCode.TIMEOUT, server::freeze, server::thaw);
  }

  private void outage(String what, ErrorCode reason, Runnable begin, Runnable end)
      throws Exception {
    try (Secrets secrets = Secrets.builder()
        .environment(role.environment())
        .observer(seen)
        .cache(CachePolicy.defaults().withTtl(Duration.ofSeconds(1)))
        .store(
            "vault", "vault", role.settings("ca-cert", certificate.authority().toString()))
        .build()) {
      Thread reader = read(secrets);
      Until.holds("the first value", Duration.ofSeconds(20), () -> shows("before", false));
      slowest.set(0);
      int before = seen.calls();
      begin.run();
      Until.holds("a marked one", Duration.ofSeconds(5), () -> shows("before", true));
      assertThat(last.get().staleReason()).contains(reason);
      Until.passes(DOWN);
      int calls = seen.calls() - before;
      end.run();
      long back = System.nanoTime();
      Until.holds("a fresh one", Duration.ofSeconds(10), () -> shows("before", false));
      long fresh = System.nanoTime() - back;
      put("after");
      Until.holds("the next one", Duration.ofSeconds(5), () -> shows("after", false));
      stop.countDown();
      reader.join();
      System.out.printf(
          "%s for 5 s: %d calls, fresh %.2f s after it was back, slowest read %.0f ms, %d failed%n",
          what, calls, fresh / 1e9, slowest.get() / 1e6, failures.size());
      assertThat(failures).isEmpty();
      assertThat(calls).isBetween(1, 5);
      assertThat(Duration.ofNanos(fresh)).isLessThan(Duration.ofMillis(1_500));
    }
  }

  private boolean shows(String password, boolean stale) {
    Secret secret = last.get();
    return secret != null
        && secret.isStale() == stale
        && secret.field("password").reveal().equals(password);
  }

  private Thread read(Secrets secrets) {
    Thread thread = new Thread(() -> {
      try {
        while (!stop.await(5, TimeUnit.MILLISECONDS)) {
          long start = System.nanoTime();
          last.set(secrets.get(REF));
          slowest.accumulateAndGet(System.nanoTime() - start, Math::max);
        }
      } catch (Exception e) {
        failures.add(e);
      }
    });
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
