package com.example.props;

import dev.keyturn.spi.SecretStore;
import dev.keyturn.spi.SecretStoreProvider;
import dev.keyturn.spi.StoreException;
import dev.keyturn.testkit.SecretStoreContract;
import dev.keyturn.testkit.StoreHarness;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;

class PropsContractTest extends SecretStoreContract {
  @Override
  protected StoreHarness harness() throws IOException {
    return new Harness(Files.createTempDirectory("props").resolve("secrets.properties"));
  }

  private static final class Harness implements StoreHarness {
    private final Path file;
    private final Properties properties = new Properties();

    Harness(Path file) throws IOException {
      this.file = file;
      save();
    }

    @Override
    public SecretStoreProvider provider() {
      return new PropsProvider();
    }

    @Override
    public SecretStore open() throws StoreException {
      return provider().open(context(Map.of("path", file.toString())));
    }

    @Override
    public List<String> nonsense() {
      return List.of("props:///name", "props://tree/", "props://name?version=1");
    }

    @Override
    public Map<Ability, String> cannot() {
      return Map.of(
          Ability.VERSIONS, "a properties file holds one value for each key",
          Ability.BINARY, "a properties file holds text",
          Ability.DENY, "rights belong to the whole file",
          Ability.BLACK_HOLE, "a file answers at once",
          Ability.INTERRUPT, "a file answers at once");
    }

    @Override
    public void put(String name, byte[] value) throws IOException {
      properties.setProperty(name, text(value));
      save();
    }

    @Override
    public void delete(String name) throws IOException {
      properties.remove(name);
      save();
    }

    @Override
    public void breakDown() throws IOException {
      Files.delete(file);
    }

    @Override
    public void recover() throws IOException {
      save();
    }

    private static String text(byte[] value) {
      String text = new String(value, StandardCharsets.UTF_8);
      if (!Arrays.equals(text.getBytes(StandardCharsets.UTF_8), value)) {
        throw new UnsupportedOperationException("not text");
      }
      return text;
    }

    /** Whole or not at all: the contract reads while we write. */
    private void save() throws IOException {
      Path next = file.resolveSibling("next");
      try (Writer writer = Files.newBufferedWriter(next)) {
        properties.store(writer, null);
      }
      Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
  }
}
