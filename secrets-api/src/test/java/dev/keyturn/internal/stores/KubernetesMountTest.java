package dev.keyturn.internal.stores;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.model.Secret;
import dev.keyturn.spi.SecretStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A mount as the kubelet lays it out: links to {@code ..data}, which is switched as a whole. */
class KubernetesMountTest {
  private final FileProvider provider = new FileProvider();
  private final SystemTime threads = new SystemTime();

  @TempDir
  private Path root;

  private Path db;
  private SecretStore store;

  @BeforeEach
  void open() throws Exception {
    db = Files.createDirectory(root.resolve("db"));
    Files.setAttribute(db, "unix:mode", 01777);
    store = TestContext.withRoots(root).open(provider);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private Secret fetch(String ref) throws Exception {
    return TestContext.fetch(provider, store, ref);
  }

  private static Map<String, String> generation(int number) {
    return Map.of(
        "user", "user-" + number, "password", "password-" + number, "tls/key", "" + number);
  }

  @Test
  void filesAndTheDirectoryAreRead() throws Exception {
    Disk.mount(db, "1", generation(1));
    assertThat(fetch("file://db/user").reveal()).isEqualTo("user-1");
    assertThat(fetch("file://db/tls/key").reveal()).isEqualTo("1");
    assertThat(fetch("file://db/").fields())
        .containsExactlyInAnyOrder("password", "tls/key", "user");
  }

  @Test
  void theSwitchIsFollowed() throws Exception {
    Disk.mount(db, "1", generation(1));
    fetch("file://db/");
    Disk.mount(db, "2", generation(2));
    assertThat(fetch("file://db/").field("password").reveal()).isEqualTo("password-2");
    assertThat(fetch("file://db/password").reveal()).isEqualTo("password-2");
  }

  @Test
  void theFieldsAreThoseOfTheGenerationEvenBeforeTheLinksAre() throws Exception {
    Disk.mount(db, "1", Map.of("old", "1", "kept", "1"));
    Disk.write(db.resolve("..2/new"), "2");
    Disk.write(db.resolve("..2/kept"), "2");
    Files.delete(db.resolve("..data"));
    Disk.link(db.resolve("..data"), "..2");
    Secret secret = fetch("file://db/");
    assertThat(secret.fields()).containsExactlyInAnyOrder("kept", "new");
    assertThat(secret.field("kept").reveal()).isEqualTo("2");
  }

  @Test
  void aTreeReadDuringSwitchesIsOfOneGeneration() throws Exception {
    Disk.mount(db, "0", generation(0));
    int seen = readWhileSwitching(() -> {
      Secret secret = fetch("file://db/");
      assertThat(secret.fields()).hasSize(3);
      String number = secret.field("tls/key").reveal();
      assertThat(secret.field("user").reveal()).isEqualTo("user-" + number);
      assertThat(secret.field("password").reveal()).isEqualTo("password-" + number);
    });
    assertThat(seen).isPositive();
    assertThat(fetch("file://db/").field("user").reveal()).isEqualTo("user-200");
  }

  @Test
  void aFileReadDuringSwitchesIsNeverMissing() throws Exception {
    Disk.mount(db, "0", generation(0));
    int seen =
        readWhileSwitching(() -> assertThat(fetch("file://db/user").reveal()).matches("user-\\d+"));
    assertThat(seen).isPositive();
  }

  /** Reads again and again while 200 generations follow each other; gives how often. */
  private int readWhileSwitching(Read read) throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    CompletableFuture<Void> begun = new CompletableFuture<>();
    CompletableFuture<Integer> reads = new CompletableFuture<>();
    threads.execute(() -> {
      try {
        int count = 0;
        while (!done.get()) {
          read.once();
          begun.complete(null);
          count++;
        }
        reads.complete(count);
      } catch (Throwable e) {
        begun.complete(null);
        reads.completeExceptionally(e);
      }
    });
    begun.get(60, TimeUnit.SECONDS);
    for (int i = 1; i <= 200; i++) {
      Disk.mount(db, String.valueOf(i), generation(i));
    }
    done.set(true);
    return reads.get(60, TimeUnit.SECONDS);
  }

  /** One read and its assertions. */
  @FunctionalInterface
  private interface Read {
    void once() throws Exception;
  }
}
