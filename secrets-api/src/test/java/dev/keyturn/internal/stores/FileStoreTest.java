package dev.keyturn.internal.stores;

import static dev.keyturn.model.ErrorCode.DENIED;
import static dev.keyturn.model.ErrorCode.NOT_FOUND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.Secret;
import dev.keyturn.model.SecretRef;
import dev.keyturn.spi.SecretStore;
import dev.keyturn.spi.StoreException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileStoreTest {
  private final FileProvider provider = new FileProvider();

  @TempDir
  private Path temp;

  private Path first;
  private Path second;
  private SecretStore store;

  @BeforeEach
  void open() {
    first = temp.resolve("first");
    second = temp.resolve("second");
    store = TestContext.withRoots(first, second).open(provider);
  }

  @AfterEach
  void close() {
    store.close();
    store.close();
  }

  private Secret fetch(String ref) throws Exception {
    return TestContext.fetch(provider, store, ref);
  }

  private void refuses(String ref, ErrorCode code, String says) {
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> fetch(ref))
        .withMessageContaining(says)
        .matches(e -> e.code() == code, "is " + code);
  }

  @Test
  void givesTheFileByteForByteAndWithoutAVersion() throws Exception {
    byte[] bytes = {0, -1, '\r', '\n', -128};
    Files.createDirectories(first);
    Files.write(first.resolve("binary"), bytes);
    assertThat(fetch("file://binary").revealBytes()).isEqualTo(bytes);
    SecretRef ref = SecretRef.parse("file://binary");
    assertThat(store.fetch(ref, TestContext.TIMEOUT).version()).isEmpty();
  }

  @Test
  void anEmptyFileIsAValue() throws Exception {
    Disk.write(first.resolve("empty"), "");
    assertThat(fetch("file://empty").reveal()).isEmpty();
  }

  @Test
  void aFileFurtherBelowIsNamedWithItsDirectories() throws Exception {
    Disk.write(first.resolve("app/db/password"), "below");
    assertThat(fetch("file://app/db/password").reveal()).isEqualTo("below");
  }

  @Test
  void theFirstRootThatHasTheNameIsUsed() throws Exception {
    Disk.write(second.resolve("a"), "second a");
    Disk.write(second.resolve("b"), "second b");
    assertThat(fetch("file://a").reveal()).isEqualTo("second a");
    Disk.write(first.resolve("a"), "first a");
    assertThat(fetch("file://a").reveal()).isEqualTo("first a");
    assertThat(fetch("file://b").reveal()).isEqualTo("second b");
  }

  @Test
  void aMissingFileIsNotFoundAndTheMessageListsTheRoots() {
    Disk.write(second, "a file where a root should be");
    refuses("file://nope", NOT_FOUND, first + " (absent), " + second + " (not a directory)");
    refuses("file://nope", NOT_FOUND, "store.file.roots");
    refuses("file://nope/", NOT_FOUND, "no such directory");
  }

  @Test
  void aFileIsNoDirectory() {
    Disk.write(first.resolve("a"), "x");
    refuses("file://a/b", NOT_FOUND, "no such file");
    refuses("file://a/", NOT_FOUND, "no such directory");
  }

  @Test
  void aNameThatNoFileCanHaveIsMissing() {
    Disk.write(first.resolve("a"), "x");
    refuses("file://" + "n".repeat(300), NOT_FOUND, "no such file");
    refuses("file://a" + "/b".repeat(1500), NOT_FOUND, "no such file");
  }

  @Test
  void aDirectoryIsAskedWithASlash() {
    Disk.write(first.resolve("db/user"), "x");
    refuses("file://db", DENIED, "end the reference with '/'");
  }

  @Test
  void aFileOverOneMebibyteIsRefused() throws Exception {
    Disk.write(first.resolve("full"), "x".repeat(FileRules.MAX_BYTES));
    Disk.write(first.resolve("over"), "x".repeat(FileRules.MAX_BYTES + 1));
    assertThat(fetch("file://full").revealBytes()).hasSize(FileRules.MAX_BYTES);
    refuses("file://over", DENIED, "larger than 1 MiB");
  }

  @Test
  void aFileThatGrowsIsGivenWholeOrRefused() throws Exception {
    Path file = Disk.write(first.resolve("log"), "");
    SystemTime threads = new SystemTime();
    threads.execute(() -> Appender.grow(file, 2 * FileRules.MAX_BYTES));
    ErrorCode refused = null;
    while (refused != DENIED) {
      try {
        assertThat(fetch("file://log").revealBytes()).hasSizeLessThanOrEqualTo(1 << 20);
      } catch (StoreException e) {
        refused = e.code();
        assertThat(refused).isIn(DENIED, ErrorCode.UNAVAILABLE);
      }
    }
  }

  @Test
  void aFileThatAnyoneMayWriteIsRefused() throws Exception {
    Path file = Disk.write(first.resolve("open"), "x");
    Disk.chmod(file, "rw-rw-rw-");
    refuses("file://open", DENIED, "chmod o-w");
    Disk.chmod(file, "rw-rw-r--");
    assertThat(fetch("file://open").reveal()).isEqualTo("x");
  }

  @Test
  void aDirectoryThatAnyoneMayWriteIsRefusedUnlessItIsStickyOrNamedAsRoot() throws Exception {
    Path directory = Disk.write(first.resolve("open/a"), "x").getParent();
    Disk.chmod(directory, "rwxrwxrwx");
    refuses("file://open/a", DENIED, "a directory on the way");
    Files.setAttribute(directory, "unix:mode", 01777);
    assertThat(fetch("file://open/a").reveal()).isEqualTo("x");
    Files.setAttribute(directory, "unix:mode", 0777);
    try (SecretStore named = TestContext.withRoots(directory).open(provider)) {
      assertThat(TestContext.fetch(provider, named, "file://a").reveal()).isEqualTo("x");
    }
  }

  @Test
  void aFileThatMayNotBeReadIsDenied() throws Exception {
    Path file = Disk.write(first.resolve("private"), "x");
    Disk.chmod(file, "---------");
    if (Files.isReadable(file)) { // root reads everything, and then so do we
      assertThat(fetch("file://private").reveal()).isEqualTo("x");
    } else {
      refuses("file://private", DENIED, "may not read the file");
    }
  }

  @Test
  void aDirectoryThatMayBePassedThroughNeedNotBeReadable() throws Exception {
    Path directory = Disk.write(first.resolve("app/own"), "x").getParent();
    Disk.chmod(directory, "--x--x--x");
    Disk.chmod(first, "--x--x--x");
    try {
      assertThat(fetch("file://app/own").reveal()).isEqualTo("x");
      if (Files.isReadable(directory)) { // root lists everything, and then so do we
        assertThat(fetch("file://app/").fields()).containsExactly("own");
      } else {
        refuses("file://app/", DENIED, "may not read the file");
      }
    } finally {
      Disk.chmod(first, "rwx------");
      Disk.chmod(directory, "rwx------");
    }
  }

  @Test
  void aRootThatMayNotBeEnteredHidesNotTheOthers() throws Exception {
    Disk.write(first.resolve("a"), "first");
    Disk.write(second.resolve("b"), "second");
    Disk.chmod(first, "---------");
    try {
      assertThat(fetch("file://b").reveal()).isEqualTo("second");
      if (Files.isExecutable(first)) { // root enters everything, and then so do we
        assertThat(fetch("file://a").reveal()).isEqualTo("first");
      } else {
        refuses("file://a", DENIED, "may not look into " + first);
      }
    } finally {
      Disk.chmod(first, "rwx------");
    }
  }

  @Test
  void readOnlyMountsOfDockerAndSystemdAreServed() throws Exception {
    Disk.chmod(Disk.write(first.resolve("docker"), "a"), "r--r--r--");
    Disk.chmod(Disk.write(first.resolve("systemd"), "b"), "r--------");
    assertThat(fetch("file://docker").reveal()).isEqualTo("a");
    assertThat(fetch("file://systemd").reveal()).isEqualTo("b");
  }
}
