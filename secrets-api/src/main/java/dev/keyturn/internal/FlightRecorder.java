package dev.keyturn.internal;

import dev.keyturn.model.SecretsObserver;
import java.util.Optional;

/** The way to the JDK's flight recorder, on a Java that has one. */
final class FlightRecorder {
  private FlightRecorder() {}

  /** An observer that writes events; empty where the module {@code jdk.jfr} is missing. */
  static Optional<SecretsObserver> observer() {
    try {
      Class.forName("jdk.jfr.Event", false, null);
      return Optional.of(new JfrObserver());
    } catch (ClassNotFoundException | LinkageError missing) {
      return Optional.empty();
    }
  }

  static boolean isOff(SecretsObserver observer) {
    return observer instanceof JfrObserver && !JfrObserver.isRecording();
  }
}
