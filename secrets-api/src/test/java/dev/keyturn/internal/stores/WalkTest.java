package dev.keyturn.internal.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one walk sees while the mount is switched under it, step by step. */
class WalkTest {
  private static final Map<String, String> FILES = Map.of("user", "one", "password", "one");

  @TempDir
  private Path temp;

  private Path db;
  private Walk walk;

  @BeforeEach
  void begin() throws Exception {
    db = Files.createDirectory(temp.resolve("db"));
    Disk.mount(db, "1", FILES);
    walk = new Walk(new Root(temp, "store.file.roots", false));
  }

  @AfterEach
  void end() throws Exception {
    walk.close();
  }

  private Place find(String name) throws Exception {
    return walk.find(List.of(Path.of("db"), Path.of(name)));
  }

  private String read(String name) throws Exception {
    return new String(walk.read(walk.stamp(find(name)), "it"), StandardCharsets.UTF_8);
  }

  @Test
  void aSwitchInTheMiddleIsNotSeen() throws Exception {
    assertThat(read("user")).isEqualTo("one");
    Disk.write(db.resolve("..2/password"), "two");
    Files.move(
        Disk.link(db.resolve("next"), "..2"), db.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
    assertThat(read("password")).isEqualTo("one");
  }

  @Test
  void aGenerationDeletedInTheMiddleIsAChange() throws Exception {
    read("user");
    Disk.mount(db, "2", FILES);
    assertThatExceptionOfType(ChangedWhileRead.class).isThrownBy(() -> read("password"));
  }

  @Test
  void aGenerationDeletedBeforeItIsListedIsAChangeAndNotAnEmptyTree() throws Exception {
    Place directory = walk.find(List.of(Path.of("db")));
    read("user");
    Disk.mount(db, "2", FILES);
    assertThatExceptionOfType(ChangedWhileRead.class).isThrownBy(() -> Tree.of(walk, directory));
  }

  @Test
  void aPlainDirectoryExchangedBeforeItIsListedIsAChange() throws Exception {
    Disk.write(temp.resolve("plain/a"), "one");
    walk.find(List.of(Path.of("plain"), Path.of("a")));
    Place directory = walk.find(List.of(Path.of("plain")));
    Disk.delete(temp.resolve("plain"));
    Disk.write(temp.resolve("plain/a"), "two");
    assertThatExceptionOfType(ChangedWhileRead.class).isThrownBy(() -> Tree.of(walk, directory));
  }

  @Test
  void aFileExchangedBetweenTheLookAndTheReadingIsAChange() throws Exception {
    Path file = Disk.write(temp.resolve("a"), "one");
    Stamp stamp = walk.stamp(walk.find(List.of(Path.of("a"))));
    Disk.replace(file, "two");
    assertThatExceptionOfType(ChangedWhileRead.class).isThrownBy(() -> walk.read(stamp, "it"));
    Files.delete(file);
    assertThatExceptionOfType(ChangedWhileRead.class).isThrownBy(() -> walk.read(stamp, "it"));
  }

  @Test
  void aFileWrittenWhileOthersWereReadIsAChange() throws Exception {
    Path file = Disk.write(temp.resolve("a"), "one");
    Stamp stamp = walk.stamp(walk.find(List.of(Path.of("a"))));
    Sight sight = new Sight(new TreeMap<>(Map.of("", stamp)), Set.of(), true);
    sight.confirm();
    Files.writeString(file, "longer");
    assertThatExceptionOfType(ChangedWhileRead.class).isThrownBy(sight::confirm);
    Files.delete(file);
    assertThatExceptionOfType(ChangedWhileRead.class).isThrownBy(sight::confirm);
  }
}
