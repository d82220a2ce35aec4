package dev.keyturn.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Class loaders that offer providers besides those of the class path. */
final class ServicesEntries {
  private static final String SERVICE = "META-INF/services/dev.keyturn.spi.SecretStoreProvider";

  private ServicesEntries() {}

  /** A loader with one more services file, which names these classes. */
  static ClassLoader loader(String... classNames) throws IOException {
    Path root = Files.createTempDirectory("services");
    Path file = root.resolve(SERVICE);
    Files.createDirectories(file.getParent());
    Files.writeString(file, String.join("\n", classNames) + "\n");
    file.toFile().deleteOnExit();
    return loader(List.of(root));
  }

  static ClassLoader loader(List<Path> places) {
    URL[] urls = places.stream().map(ServicesEntries::url).toArray(URL[]::new);
    return new URLClassLoader("test", urls, ServicesEntries.class.getClassLoader());
  }

  private static URL url(Path place) {
    try {
      return place.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new UncheckedIOException(e);
    }
  }
}
