package dev.keyturn.internal.stores;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.model.SecretRef;
import dev.keyturn.model.StoredSecret;
import dev.keyturn.spi.SecretStore;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Being told of changes by the system. */
class FileWatchTest {
  private static final SecretRef A = SecretRef.parse("file://a");
  private static final SecretRef LAST = SecretRef.parse("file://last");
  private static final SecretRef DB = SecretRef.parse("file://db/");
  private static final SecretRef USER = SecretRef.parse("file://db/user");

  private final FileProvider provider = new FileProvider();

  @TempDir
  private Path temp;

  private Path root;
  private TestContext context;
  private SecretStore store;

  @BeforeEach
  void open() throws Exception {
    root = Files.createDirectory(temp.resolve("root"));
    context = TestContext.withRoots(root);
    store = context.open(provider);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void fetch(SecretRef ref) throws Exception {
    store.fetch(ref, TestContext.TIMEOUT);
  }

  private void hears(SecretRef ref) throws Exception {
    SecretRef heard = next();
    while (LAST.equals(heard)) {
      heard = next();
    }
    assertThat(heard).isEqualTo(ref);
  }

  private SecretRef next() throws Exception {
    return context.changed.poll(20, TimeUnit.SECONDS);
  }

  /**
   * Lets all come in that is still to be told. Changes are told in order; so one more is made, and
   * what is told before it is what was left.
   */
  private List<SecretRef> heardUpToNow() throws Exception {
    Disk.write(root.resolve("last"), "1");
    fetch(LAST);
    Disk.replace(root.resolve("last"), "2");
    List<SecretRef> heard = new ArrayList<>();
    for (SecretRef ref = next(); !LAST.equals(ref); ref = next()) {
      heard.add(ref);
    }
    return heard;
  }

  @Test
  void aReplacedAndARewrittenFileAreTold() throws Exception {
    Disk.write(root.resolve("a"), "one");
    fetch(A.withField("x"));
    Disk.replace(root.resolve("a"), "two");
    hears(A);
    heardUpToNow();
    Files.writeString(root.resolve("a"), "three");
    hears(A);
  }

  @Test
  void aFileBesideIsNotTold() throws Exception {
    Disk.write(root.resolve("a"), "one");
    fetch(A);
    Disk.write(root.resolve("b"), "two");
    assertThat(heardUpToNow()).isEmpty();
  }

  @Test
  void aSwitchIsToldToFilesAndTrees() throws Exception {
    Path db = Files.createDirectory(root.resolve("db"));
    Disk.mount(db, "1", Map.of("user", "one"));
    fetch(USER);
    Disk.mount(db, "2", Map.of("user", "two"));
    hears(USER);
    store.close();
    context.changed.clear();
    store = context.open(provider);
    fetch(DB);
    Disk.mount(db, "3", Map.of("user", "three"));
    hears(DB);
  }

  @Test
  void aNewFileInATreeIsTold() throws Exception {
    Disk.write(root.resolve("db/user"), "one");
    fetch(DB);
    Disk.write(root.resolve("db/password"), "two");
    hears(DB);
  }

  @Test
  void theFileBehindALinkIsWatchedToo() throws Exception {
    Disk.write(root.resolve("real/a"), "one");
    Disk.link(root.resolve("a"), "real/a");
    fetch(A);
    Files.writeString(root.resolve("real/a"), "two");
    hears(A);
  }

  @Test
  void aRootThatIsALinkIsWatched() throws Exception {
    Disk.write(root.resolve("a"), "one");
    Path link = Disk.link(temp.resolve("link"), "root");
    Disk.write(temp.resolve("next/a"), "two");
    store.close();
    context = TestContext.withRoots(link);
    store = context.open(provider);
    fetch(A);
    Files.move(Disk.link(temp.resolve("link.next"), "next"), link, StandardCopyOption.ATOMIC_MOVE);
    hears(A);
  }

  @Test
  void anExchangedDirectoryIsWatchedInItsNewPlace() throws Exception {
    Disk.write(root.resolve("db/user"), "one");
    Disk.write(root.resolve("next/user"), "two");
    fetch(USER);
    Files.move(root.resolve("db"), root.resolve("old"));
    Files.move(root.resolve("next"), root.resolve("db"));
    hears(USER);
    heardUpToNow();
    fetch(USER);
    Files.writeString(root.resolve("db/user"), "three");
    hears(USER);
  }

  @Test
  void aDirectoryMovedAwayAndBackIsWatchedAgainThoughNothingChanged() throws Exception {
    context.later(Duration.ofMinutes(1));
    Disk.write(root.resolve("db/user"), "one");
    StoredSecret known = store.fetch(USER, TestContext.TIMEOUT);
    Files.move(root.resolve("db"), root.resolve("old"));
    Files.move(root.resolve("old"), root.resolve("db"));
    hears(USER);
    heardUpToNow();
    assertThat(store.fetchIfChanged(USER, known, TestContext.TIMEOUT).orElseThrow())
        .matches(known::hasSameValueAs);
    Files.writeString(root.resolve("db/user"), "two");
    hears(USER);
  }

  @Test
  void aDirectoryDeletedAndMadeAgainIsWatchedAgain() throws Exception {
    Disk.write(root.resolve("db/user"), "one");
    fetch(USER);
    Disk.delete(root.resolve("db"));
    hears(USER);
    Disk.write(root.resolve("db/user"), "two");
    heardUpToNow();
    fetch(USER);
    Files.writeString(root.resolve("db/user"), "three");
    hears(USER);
  }

  @Test
  void closingEndsTheThreadAndTheTelling() throws Exception {
    Disk.write(root.resolve("a"), "one");
    assertThat(watchers()).isEmpty();
    fetch(A);
    Thread watcher = watchers().get(0);
    assertThat(watcher.isDaemon()).isTrue();
    store.close();
    watcher.join(1_000);
    assertThat(watcher.isAlive()).isFalse();
    fetch(A);
    assertThat(watchers()).isEmpty();
  }

  private static List<Thread> watchers() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("keyturn-file-watch"))
        .toList();
  }

  @Test
  void openingAndClosingLeavesNoDescriptorAndNoThread() throws Exception {
    Disk.write(root.resolve("db/user"), "one");
    cycle(20);
    int descriptors = descriptors();
    int threads = Thread.activeCount();
    cycle(200);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
    while ((descriptors() > descriptors || Thread.activeCount() > threads)
        && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertThat(descriptors()).isLessThanOrEqualTo(descriptors);
    assertThat(Thread.activeCount()).isLessThanOrEqualTo(threads);
  }

  private void cycle(int times) throws Exception {
    for (int i = 0; i < times; i++) {
      try (SecretStore opened = TestContext.withRoots(root).open(provider)) {
        opened.fetch(USER, TestContext.TIMEOUT);
        opened.fetch(DB, TestContext.TIMEOUT);
      }
    }
  }

  private static int descriptors() {
    String[] open = new File("/proc/self/fd").list();
    return open == null ? 0 : open.length;
  }
}
