package dev.keyturn.internal.stores;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Somebody who writes to a file while it is read. */
final class Appender {
  private Appender() {}

  static void grow(Path file, int size) {
    byte[] some = new byte[512];
    try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.APPEND)) {
      for (int written = 0; written <= size; written += some.length) {
        out.write(some);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
