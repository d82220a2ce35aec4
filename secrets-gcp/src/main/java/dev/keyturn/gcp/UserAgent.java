package dev.keyturn.gcp;

/** How the service's logs know us. */
final class UserAgent {
  static final String TEXT = "keyturn/" + version();

  private UserAgent() {}

  /** What the jar's manifest says; run from classes there is none. */
  private static String version() {
    String version = UserAgent.class.getPackage().getImplementationVersion();
    return version == null ? "dev" : version;
  }
}
