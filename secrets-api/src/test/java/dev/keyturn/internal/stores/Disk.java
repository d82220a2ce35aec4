package dev.keyturn.internal.stores;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/** Real files, links and pipes. */
final class Disk {
  private Disk() {}

  static Path write(Path file, String content) {
    try {
      Files.createDirectories(file.getParent());
      return Files.writeString(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void chmod(Path file, String permissions) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }

  static Path link(Path link, String target) throws IOException {
    return Files.createSymbolicLink(link, Path.of(target));
  }

  static Path pipe(Path pipe) throws IOException, InterruptedException {
    Process mkfifo = new ProcessBuilder("mkfifo", pipe.toString()).inheritIO().start();
    if (mkfifo.waitFor() != 0) {
      throw new AssertionError("mkfifo failed; it comes with coreutils");
    }
    return pipe;
  }

  /** Replaces a file as a whole, as a careful writer does. */
  static void replace(Path file, String content) throws IOException {
    Path next = write(file.resolveSibling(file.getFileName() + ".next"), content);
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Puts the next generation in place, in the order in which the kubelet does it. */
  static void mount(Path mount, String generation, Map<String, String> files) throws IOException {
    Path data = mount.resolve("..data");
    Path old = Files.exists(data, LinkOption.NOFOLLOW_LINKS) ? data.toRealPath() : null;
    Path next = Files.createDirectories(mount.resolve(".." + generation));
    files.forEach((name, content) -> write(next.resolve(name), content));
    Path link = link(mount.resolve("..data_tmp"), ".." + generation);
    Files.move(link, data, StandardCopyOption.ATOMIC_MOVE);
    for (String name : files.keySet()) {
      String first = name.split("/")[0];
      if (!Files.exists(mount.resolve(first), LinkOption.NOFOLLOW_LINKS)) {
        link(mount.resolve(first), "..data/" + first);
      }
    }
    if (old != null) {
      delete(old);
    }
  }

  static void delete(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
