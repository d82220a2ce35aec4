package dev.keyturn.internal.stores;

import dev.keyturn.spi.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.Arrays;

/** Reads a file to its end, wherever that is by then. */
final class Content {
  private static final int FIRST = 4096;

  private Content() {}

  /** The bytes are counted as they come: the size that a file states need not be the one it has. */
  static byte[] read(ReadableByteChannel channel, String subject)
      throws IOException, StoreException {
    ByteBuffer buffer = ByteBuffer.allocate(FIRST);
    while (channel.read(buffer) >= 0) {
      if (buffer.position() > FileRules.MAX_BYTES) {
        throw FileRules.tooLarge(subject);
      }
      if (!buffer.hasRemaining()) {
        buffer = larger(buffer);
      }
    }
    return Arrays.copyOf(buffer.array(), buffer.position());
  }

  private static ByteBuffer larger(ByteBuffer full) {
    return ByteBuffer.allocate(Math.min(full.capacity() * 2, FileRules.MAX_BYTES + 1))
        .put(full.flip());
  }
}
