package dev.keyturn.internal.stores;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.spi.StoreContext;
import dev.keyturn.spi.StoreException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads which roots a store has: those of its configuration, else where mounts are by custom. */
final class Roots {
  static final String KEY = "roots";
  private static final List<String> CUSTOMARY = List.of("/run/secrets", "/var/run/secrets");
  private static final String SYSTEMD = "CREDENTIALS_DIRECTORY";

  private Roots() {}

  static List<Root> of(StoreContext context) throws StoreException {
    String key = "store." + context.name() + "." + KEY;
    String configured = context.config(KEY).orElse(null);
    return configured == null ? customary(key, context.environment()) : configured(key, configured);
  }

  private static List<Root> configured(String key, String list) throws StoreException {
    List<Root> roots = new ArrayList<>();
    for (String item : list.split(",", -1)) {
      Path path = absolute(item.strip());
      if (path == null) {
        throw new StoreException(
            ErrorCode.INVALID_CONFIGURATION,
            "entry "
                + (roots.size() + 1)
                + " of "
                + key
                + " is not an absolute path; a root does not depend on the working directory");
      }
      roots.add(new Root(path, key, false));
    }
    return List.copyOf(roots);
  }

  private static List<Root> customary(String key, Map<String, String> environment) {
    List<String> all = new ArrayList<>(CUSTOMARY);
    all.add(environment.getOrDefault(SYSTEMD, ""));
    List<Root> roots = new ArrayList<>();
    for (String item : all) {
      Path path = absolute(item);
      if (path != null) {
        roots.add(new Root(path, key, true));
      }
    }
    return List.copyOf(roots);
  }

  /** The path, or null if it is none or a relative one. */
  private static @Nullable Path absolute(String text) {
    try {
      Path path = Path.of(text);
      // "/run" is absolute to everybody but Windows, which misses the drive
      return path.isAbsolute() || text.startsWith("/") ? path.toAbsolutePath() : null;
    } catch (InvalidPathException e) {
      return null;
    }
  }
}
