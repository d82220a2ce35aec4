package dev.keyturn.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** What one test writes to the console and to logs, and the values that must not be in it. */
final class OutputWatch implements AutoCloseable {
  /** Shorter ones occur by chance. */
  private static final int SHORTEST_CANARY = 8;

  /** By value: as text whose characters are the value's bytes. */
  private final Map<String, String> namesByCanary = new ConcurrentHashMap<>();

  private final Map<String, ByteArrayOutputStream> written = new ConcurrentHashMap<>();

  OutputWatch() {
    Console.begin(this);
  }

  void addCanary(String name, byte[] value) {
    if (value.length >= SHORTEST_CANARY) {
      namesByCanary.put(new String(value, StandardCharsets.ISO_8859_1), name);
    }
  }

  void wrote(String where, byte[] bytes, int offset, int length) {
    written.computeIfAbsent(where, w -> new ByteArrayOutputStream()).write(bytes, offset, length);
  }

  void assertSilent() {
    new TreeMap<>(written).forEach(this::assertSilent);
  }

  private void assertSilent(String where, ByteArrayOutputStream bytes) {
    String text = bytes.toString(StandardCharsets.ISO_8859_1);
    namesByCanary.forEach((canary, name) -> {
      if (text.contains(canary)) {
        throw new AssertionError("a value that was put under '" + name + "' shows in " + where
            + "; if that is chance, put one that occurs nowhere else");
      }
    });
  }

  @Override
  public void close() {
    Console.end(this);
  }
}
