package dev.keyturn.azure;

/** How the services' logs know us: at most 24 characters, without blanks. */
final class UserAgent {
  static final String TEXT = "keyturn/" + version();

  private UserAgent() {}

  /** What the jar's manifest says; run from classes there is none. */
  private static String version() {
    String version = UserAgent.class.getPackage().getImplementationVersion();
    return version == null || version.length() > 16 ? "dev" : version;
  }
}
