package dev.keyturn.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.Secrets;
import dev.keyturn.model.Lease;
import dev.keyturn.model.SecretRef;
import dev.keyturn.model.StoredSecret;
import dev.keyturn.spi.LeasingStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What becomes of leases when a process ends without closing, seen from outside of that process. */
class ExitHookTest {
  @Test
  void aProcessThatExitsWithALeaseRevokesIt() throws Exception {
    assertThat(outputOf("lease")).containsExactly("exit", "revoke lease-1", "close");
  }

  @Test
  void withoutALeaseThereIsNoHook() throws Exception {
    assertThat(outputOf("plain")).containsExactly("exit");
  }

  @Test
  void afterTheCloseThereIsNoHook() throws Exception {
    assertThat(outputOf("closed")).containsExactly("revoke lease-1", "close", "exit");
  }

  @Test
  void aLeaseThatHasEndedLeavesNoHook() throws Exception {
    assertThat(outputOf("ended")).containsExactly("exit");
  }

  @Test
  void whoIsToldNotToRevokeHasNoHook() throws Exception {
    assertThat(outputOf("left")).containsExactly("exit");
  }

  @Test
  void anExitWhileClosingWaitsForTheRevocation() throws Exception {
    assertThat(outputOf("closing")).containsExactly("exit", "revoke lease-1", "close");
  }

  private static List<String> outputOf(String mode) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Child.class.getName(),
            mode)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).isZero();
    return output.lines().toList();
  }

  /** The process that exits. */
  static final class Child {
    private Child() {}

    public static void main(String[] args) throws InterruptedException {
      String mode = args[0];
      Printing store = new Printing(mode);
      Secrets secrets = Secrets.builder()
          .environment(Map.of())
          .set("leases.revoke-on-close", String.valueOf(!mode.equals("left")))
          .store("rent", store)
          .build();
      secrets.get("rent://creds");
      end(mode, secrets, store);
      System.out.println("exit");
      System.exit(0);
    }

    private static void end(String mode, Secrets secrets, Printing store)
        throws InterruptedException {
      if (mode.equals("closed")) {
        secrets.close();
      } else if (mode.equals("ended")) {
        store.awaitEnd();
      } else if (mode.equals("closing")) {
        Thread closer = new Thread(secrets::close);
        closer.setDaemon(true);
        closer.start();
        store.revoking.await();
      }
    }
  }

  /** Prints what is asked of it. */
  private static final class Printing implements LeasingStore {
    final CountDownLatch revoking = new CountDownLatch(1);
    private final CountDownLatch never = new CountDownLatch(1);
    private final String mode;

    Printing(String mode) {
      this.mode = mode;
    }

    void awaitEnd() throws InterruptedException {
      never.await(1_500, TimeUnit.MILLISECONDS);
    }

    @Override
    public StoredSecret fetch(SecretRef ref, Duration timeout) {
      StoredSecret secret = StoredSecret.of("user");
      Duration duration = mode.equals("ended") ? Duration.ofSeconds(1) : Duration.ofHours(1);
      return mode.equals("plain")
          ? secret
          : secret.withLease(new Lease("lease-1", duration, false));
    }

    @Override
    public Lease renew(Lease lease, Duration wanted, Duration timeout) {
      return lease;
    }

    @Override
    public void revoke(Lease lease, Duration timeout) throws InterruptedException {
      revoking.countDown();
      if (mode.equals("closing")) {
        never.await(500, TimeUnit.MILLISECONDS);
      }
      System.out.println("revoke " + lease.id());
    }

    @Override
    public void close() {
      System.out.println("close");
    }
  }
}
