package dev.keyturn.cli;

import dev.keyturn.testkit.InMemoryStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.UUID;

/** What the demo fetches from: an environment, a directory of files, a store in memory. */
final class DemoStores implements AutoCloseable {
  private static final String FILE = "db-password";
  private static final String KEY = "api-key";

  private final Path directory;
  private final InMemoryStore memory = new InMemoryStore();
  private final Map<String, String> environment = Map.of("DEMO_TOKEN", value());

  DemoStores() throws IOException {
    directory = Files.createTempDirectory("keyturn-demo").toRealPath();
    rotateFile();
    rotateKey();
  }

  Map<String, String> environment() {
    return environment;
  }

  Path directory() {
    return directory;
  }

  InMemoryStore memory() {
    return memory;
  }

  /** Puts a new file in the place of the old one, as whoever mounts secrets does. */
  void rotateFile() throws IOException {
    Path fresh = Files.createTempFile(directory, ".next", "", ownerOnly());
    Files.writeString(fresh, value());
    Files.move(fresh, directory.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Stores a new key; gives it to whoever plays the service that accepts it. */
  byte[] rotateKey() {
    byte[] key = value().getBytes(StandardCharsets.UTF_8);
    memory.put(KEY, key);
    return key;
  }

  private FileAttribute<?>[] ownerOnly() {
    if (!directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return new FileAttribute<?>[0];
    }
    return new FileAttribute<?>[] {
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
    };
  }

  private static String value() {
    return UUID.randomUUID().toString();
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(directory.resolve(FILE));
    Files.deleteIfExists(directory);
  }
}
