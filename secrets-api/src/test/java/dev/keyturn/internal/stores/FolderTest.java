package dev.keyturn.internal.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.spi.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Directories, held open or by their paths alone: both keep to the same rules. */
class FolderTest {
  @TempDir
  private Path temp;

  private Path top;

  @BeforeEach
  void lay() throws Exception {
    top = Files.createDirectory(temp.toRealPath().resolve("top"));
    Disk.write(top.resolve("db/user"), "app");
    Disk.write(temp.resolve("outside/user"), "not yours");
    Disk.link(top.resolve("link"), "db/user");
    Disk.link(top.resolve("linked"), "db");
    Disk.link(top.resolve("out"), "../outside");
  }

  /** How a directory is opened. */
  @FunctionalInterface
  interface Opening {
    Folder open(Path top) throws IOException;
  }

  static Stream<Opening> openings() {
    return Stream.of(Folder::root, top -> new NamedFolder(top, top));
  }

  @ParameterizedTest
  @MethodSource("openings")
  void filesAreReadFromWithin(Opening opening) throws Exception {
    try (Folder folder = opening.open(top);
        Folder db = folder.enter(Path.of("db"));
        ReadableByteChannel user = db.open(Path.of("user"))) {
      assertThat(db.names()).containsExactly(Path.of("user"));
      assertThat(db.path()).isEqualTo(top.resolve("db"));
      assertThat(db.look(Path.of("user")).isRegularFile()).isTrue();
      assertThat(db.attributes().isDirectory()).isTrue();
      assertThat(Content.read(user, "it")).asString().isEqualTo("app");
    }
  }

  @ParameterizedTest
  @MethodSource("openings")
  void linksAreSeenAndNotFollowed(Opening opening) throws Exception {
    try (Folder folder = opening.open(top)) {
      assertThat(folder.look(Path.of("link")).isSymbolicLink()).isTrue();
      assertThat(folder.link(Path.of("link"))).isEqualTo(Path.of("db/user"));
      assertThatIOException().isThrownBy(() -> folder.open(Path.of("link")));
      assertThatExceptionOfType(ChangedWhileRead.class)
          .isThrownBy(() -> folder.enter(Path.of("linked")));
      assertThatExceptionOfType(NoSuchFileException.class)
          .isThrownBy(() -> folder.look(Path.of("nothing")));
    }
  }

  @Test
  void aDirectoryHeldOpenStaysTheOneThatWasEntered() throws Exception {
    try (Folder folder = Folder.root(top);
        Folder db = folder.enter(Path.of("db"))) {
      Files.move(top.resolve("db"), temp.resolve("moved"));
      Disk.link(top.resolve("db"), "../outside");
      try (ReadableByteChannel user = db.open(Path.of("user"))) {
        assertThat(Content.read(user, "it")).asString().isEqualTo("app");
      }
    }
  }

  @Test
  void aDirectoryKnownByItsPathNoticesThatItLeadsElsewhere() throws Exception {
    try (Folder folder = new NamedFolder(top, top);
        Folder db = folder.enter(Path.of("db"))) {
      Files.move(top.resolve("db"), temp.resolve("moved"));
      Disk.link(top.resolve("db"), "../outside");
      assertThatExceptionOfType(ChangedWhileRead.class).isThrownBy(() -> db.open(Path.of("user")));
    }
  }

  @Test
  void aFileWithoutAnEndIsRefusedAfterOneMebibyte() throws Exception {
    try (ReadableByteChannel endless = Channels.newChannel(new Endless())) {
      assertThatExceptionOfType(StoreException.class)
          .isThrownBy(() -> Content.read(endless, "the file"))
          .withMessageContaining("larger than 1 MiB")
          .matches(e -> e.code() == ErrorCode.DENIED);
    }
  }

  @Test
  void failuresOfTheFileSystemKeepNothingOfItsMessages() {
    assertThat(FileErrors.of(new AccessDeniedException("/private/name")))
        .hasMessageNotContaining("private")
        .matches(e -> e.code() == ErrorCode.DENIED);
    assertThat(FileErrors.of(new FileSystemException("/private/name", null, "I/O error")))
        .hasMessageNotContaining("private")
        .matches(e -> e.code() == ErrorCode.UNAVAILABLE && e.isRetryable());
    assertThat(FileErrors.of(new ChangedWhileRead()))
        .hasMessageContaining("rename")
        .matches(e -> e.code() == ErrorCode.UNAVAILABLE);
  }

  /** A stream that gives zeros for ever. */
  private static final class Endless extends InputStream {
    @Override
    public int read() {
      return 0;
    }
  }
}
