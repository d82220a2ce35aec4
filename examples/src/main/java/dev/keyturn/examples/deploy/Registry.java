package dev.keyturn.examples.deploy;

/** Where releases are announced. */
@FunctionalInterface
public interface Registry {
  /**
   * Announces a release.
   *
   * @param release the release
   * @param token the right to do so
   */
  void announce(String release, String token);
}
