package dev.keyturn.internal.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.SecretRef;
import dev.keyturn.model.StoredSecret;
import dev.keyturn.spi.SecretStore;
import dev.keyturn.spi.StoreException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Asking whether a file has changed, by a look at it. */
class FileChangeTest {
  private static final SecretRef FILE = SecretRef.parse("file://a");
  private static final SecretRef TREE = SecretRef.parse("file://db/");

  private final FileProvider provider = new FileProvider();

  @TempDir
  private Path root;

  @TempDir
  private Path other;

  private TestContext context;
  private SecretStore store;

  @BeforeEach
  void open() {
    context = TestContext.withRoots(other, root).later(Duration.ofMinutes(1));
    store = context.open(provider);
    Disk.write(root.resolve("a"), "one");
    Disk.write(root.resolve("db/user"), "one");
  }

  @AfterEach
  void close() {
    store.close();
  }

  private StoredSecret fetch(SecretRef ref) throws Exception {
    return store.fetch(ref, TestContext.TIMEOUT);
  }

  private Optional<StoredSecret> again(SecretRef ref, StoredSecret known) throws Exception {
    return store.fetchIfChanged(ref, known, TestContext.TIMEOUT);
  }

  @Test
  void whatWasNotTouchedIsUnchanged() throws Exception {
    assertThat(again(FILE, fetch(FILE))).isEmpty();
    assertThat(again(TREE, fetch(TREE))).isEmpty();
  }

  @Test
  void anotherContentIsAChange() throws Exception {
    StoredSecret file = fetch(FILE);
    StoredSecret tree = fetch(TREE);
    Disk.replace(root.resolve("a"), "two");
    Disk.replace(root.resolve("db/user"), "two");
    assertThat(again(FILE, file).orElseThrow().hasSameValueAs(file)).isFalse();
    assertThat(again(TREE, tree).orElseThrow().hasSameValueAs(tree)).isFalse();
  }

  @Test
  void anotherContentOfTheSameSizeAndTimeIsAChange() throws Exception {
    Path file = root.resolve("a");
    StoredSecret known = fetch(FILE);
    FileTime before = Files.getLastModifiedTime(file);
    Files.writeString(file, "two");
    Files.setLastModifiedTime(file, before);
    assertThat(again(FILE, known)).isPresent();
  }

  @Test
  void aFileWrittenJustBeforeIsReadAgain() throws Exception {
    context.later(Duration.ZERO);
    StoredSecret known = fetch(FILE);
    assertThat(again(FILE, known)).isPresent();
    Files.setLastModifiedTime(root.resolve("a"), FileTime.from(Instant.now().plusSeconds(3600)));
    context.later(Duration.ofMinutes(1));
    assertThat(again(FILE, fetch(FILE))).as("written in the future").isPresent();
  }

  @Test
  void aSecretThatIsNotOursIsReadAgain() throws Exception {
    fetch(FILE);
    assertThat(again(FILE, StoredSecret.of("one"))).isPresent();
  }

  @Test
  void aFileThatAppearsInAnEarlierRootIsAChange() throws Exception {
    StoredSecret known = fetch(FILE);
    Disk.write(other.resolve("a"), "one");
    assertThat(again(FILE, known)).isPresent();
  }

  @Test
  void aFileMoreOrLessInATreeIsAChange() throws Exception {
    StoredSecret known = fetch(TREE);
    Disk.write(root.resolve("db/password"), "x");
    StoredSecret more = again(TREE, known).orElseThrow();
    Files.delete(root.resolve("db/password"));
    assertThat(again(TREE, more).orElseThrow().hasSameValueAs(known)).isTrue();
  }

  @Test
  void aSwitchedGenerationIsAChange() throws Exception {
    Path mount = Files.createDirectory(root.resolve("mount"));
    SecretRef ref = SecretRef.parse("file://mount/");
    Disk.mount(mount, "1", Map.of("user", "one"));
    StoredSecret known = fetch(ref);
    assertThat(again(ref, known)).isEmpty();
    Disk.mount(mount, "2", Map.of("user", "two"));
    assertThat(again(ref, known)).isPresent();
  }

  @Test
  void aFileThatIsGoneIsMissingAndOneThatAnyoneMayWriteIsDenied() throws Exception {
    StoredSecret known = fetch(FILE);
    Disk.chmod(root.resolve("a"), "rw-rw-rw-");
    fails(known, ErrorCode.DENIED);
    Files.delete(root.resolve("a"));
    fails(known, ErrorCode.NOT_FOUND);
  }

  private void fails(StoredSecret known, ErrorCode code) {
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> again(FILE, known))
        .matches(e -> e.code() == code, "is " + code);
  }

  @Test
  void anInterruptEndsTheFetch() {
    Thread.currentThread().interrupt();
    assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> fetch(FILE));
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }
}
