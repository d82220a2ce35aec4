package dev.keyturn.testkit.internal.gcp;

/** What may be done with a version. */
enum VersionState {
  ENABLED(1),
  DISABLED(2),
  DESTROYED(3);

  /** The service's number for it. */
  final int number;

  VersionState(int number) {
    this.number = number;
  }
}
