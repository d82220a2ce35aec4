package dev.keyturn.internal.stores;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.spi.StoreException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/**
 * A directory below which files are served.
 *
 * @param path the directory as it was named, absolute
 * @param key the setting that would name another one, for messages
 * @param guarded whether nobody named it: then it keeps to itself what belongs to the platform
 */
record Root(Path path, String key, boolean guarded) {
  /** Where Kubernetes, EKS and AKS mount the pod's own identity. */
  private static final Set<String> IDENTITIES =
      Set.of("kubernetes.io", "eks.amazonaws.com", "azure");

  /**
   * Refuses what a default root does not serve. It is asked with real names, links followed; in any
   * case of letters, since some file systems do not tell them apart.
   */
  void refuseIdentity(Path name) throws StoreException {
    if (guarded && IDENTITIES.contains(name.toString().toLowerCase(Locale.ROOT))) {
      throw new StoreException(
          ErrorCode.DENIED,
          "'"
              + name
              + "' below a default root holds the identity that the platform gave to this process,"
              + " and is not served; if you mean it, name its directory in "
              + key);
    }
  }

  /** The root and, if nothing can be found there, why. */
  String described() {
    if (!Files.exists(path)) {
      return path + " (absent)";
    }
    return Files.isDirectory(path) ? path.toString() : path + " (not a directory)";
  }
}
