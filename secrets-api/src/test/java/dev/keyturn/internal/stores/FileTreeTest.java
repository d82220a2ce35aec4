package dev.keyturn.internal.stores;

import static dev.keyturn.model.ErrorCode.DENIED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.keyturn.model.Secret;
import dev.keyturn.model.SecretRef;
import dev.keyturn.spi.SecretStore;
import dev.keyturn.spi.StoreException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A directory as one secret. */
class FileTreeTest {
  private final FileProvider provider = new FileProvider();

  @TempDir
  private Path root;

  private Path db;
  private SecretStore store;

  @BeforeEach
  void open() throws Exception {
    db = Files.createDirectory(root.resolve("db"));
    store = TestContext.withRoots(root).open(provider);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private Secret fetch() throws Exception {
    return TestContext.fetch(provider, store, "file://db/");
  }

  private void refuses(String says) {
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(this::fetch)
        .withMessageContaining(says)
        .matches(e -> e.code() == DENIED, "is DENIED");
  }

  @Test
  void eachFileIsAField() throws Exception {
    Disk.write(db.resolve("user"), "app");
    Disk.write(db.resolve("password"), "s3cr3t\n");
    Files.write(db.resolve("key.der"), new byte[] {-1, 0});
    Secret secret = fetch();
    assertThat(secret.fields()).containsExactlyInAnyOrder("key.der", "password", "user");
    assertThat(secret.field("user").reveal()).isEqualTo("app");
    assertThat(secret.field("password").reveal()).isEqualTo("s3cr3t\n");
    assertThat(secret.field("key.der").revealBytes()).isEqualTo(new byte[] {-1, 0});
    SecretRef ref = SecretRef.parse("file://db/");
    assertThat(store.fetch(ref, TestContext.TIMEOUT).version()).isEmpty();
  }

  @Test
  void aFileFurtherBelowIsAFieldWithSlashes() throws Exception {
    Disk.write(db.resolve("tls/tls.key"), "key");
    assertThat(fetch().field("tls/tls.key").reveal()).isEqualTo("key");
  }

  @Test
  void anEmptyDirectoryIsASecretWithoutFields() throws Exception {
    assertThat(fetch().fields()).isEmpty();
  }

  @Test
  void whatBeginsWithTwoDotsIsNeverAField() throws Exception {
    Disk.write(db.resolve("..secret"), "x");
    Disk.write(db.resolve("..2026/user"), "x");
    Disk.write(db.resolve(".hidden"), "x");
    assertThat(fetch().fields()).containsExactly(".hidden");
  }

  @Test
  void aLinkThatLeadsNowhereIsNoField() throws Exception {
    Disk.write(db.resolve("user"), "app");
    Disk.link(db.resolve("gone"), "..data/gone");
    Disk.link(db.resolve("below-a-file"), "user/x");
    assertThat(fetch().fields()).containsExactly("user");
  }

  @Test
  void aLinkBackUpEndsTheDescent() throws Exception {
    Disk.write(db.resolve("user"), "app");
    Disk.link(db.resolve("self"), ".");
    Disk.link(Files.createDirectory(db.resolve("sub")).resolve("up"), "..");
    assertThat(fetch().fields()).containsExactly("user");
  }

  @Test
  void aDirectoryMayBeReachedTwice() throws Exception {
    Disk.write(db.resolve("a/x"), "1");
    Disk.link(db.resolve("b"), "a");
    assertThat(fetch().fields()).containsExactlyInAnyOrder("a/x", "b/x");
  }

  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void linksThatMultiplyAreCounted() throws Exception {
    for (int level = 0; level < 20; level++) {
      Path directory = Files.createDirectory(db.resolve("d" + level));
      for (int i = 0; i < 10; i++) {
        Disk.link(directory.resolve("l" + i), "../d" + (level + 1));
      }
    }
    refuses("directories below");
  }

  @Test
  void oneFileThatIsRefusedRefusesTheTree() throws Exception {
    Disk.write(db.resolve("user"), "app");
    Path open = Disk.write(db.resolve("open"), "x");
    Disk.chmod(open, "rw-rw-rw-");
    refuses("the file 'open' in it may be written by anyone");
    Files.delete(open);
    Disk.pipe(db.resolve("pi pe"));
    refuses("a file in it is not a regular file");
    Files.delete(db.resolve("pi pe"));
    Disk.link(db.resolve("out"), "../../out");
    refuses("leads out of its root");
  }

  @Test
  void aTreeIsBoundedInFilesAndBytes() throws Exception {
    for (int i = 0; i <= Tree.MAX_FILES; i++) {
      Files.createFile(db.resolve("f" + i));
    }
    refuses("more than 1000 files");
    Disk.delete(db);
    for (int i = 0; i < 5; i++) {
      Disk.write(db.resolve("f" + i), "x".repeat(FileRules.MAX_BYTES));
    }
    refuses("together larger than 4 MiB");
  }
}
