package dev.keyturn.testkit;

import dev.keyturn.spi.SecretStore;
import dev.keyturn.spi.SecretStoreProvider;
import dev.keyturn.spi.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

class FileContractTest extends SecretStoreContract {
  @TempDir
  Path root;

  @Override
  protected StoreHarness harness() {
    return new FileHarness(root);
  }

  private record FileHarness(Path root) implements StoreHarness {
    @Override
    public SecretStoreProvider provider() {
      return Providers.ofKind("file");
    }

    @Override
    public SecretStore open() throws StoreException {
      return provider().open(context(Map.of("roots", root.toString())));
    }

    @Override
    public List<String> nonsense() {
      return List.of("file:///etc/passwd", "file://name?version=1", "file://..data/name");
    }

    @Override
    public void put(String name, byte[] value) throws IOException {
      Path written = Files.createTempFile(root, "new", ".tmp");
      Files.write(written, value);
      Files.move(written, root.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void delete(String name) throws IOException {
      Files.delete(root.resolve(name));
    }

    /** A file that others may write: refused whoever asks, also where the tests run as root. */
    @Override
    public void deny(String name) throws IOException {
      Files.setPosixFilePermissions(
          root.resolve(name), PosixFilePermissions.fromString("rw-rw-rw-"));
    }

    @Override
    public Map<Ability, String> cannot() {
      Map<Ability, String> reasons = new EnumMap<>(Ability.class);
      reasons.put(Ability.VERSIONS, "a file has one content");
      reasons.put(Ability.OUTAGE, "there is no service");
      reasons.put(Ability.BLACK_HOLE, "what could block is refused");
      return reasons;
    }
  }
}
