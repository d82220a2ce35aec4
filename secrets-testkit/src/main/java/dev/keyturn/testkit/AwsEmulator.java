package dev.keyturn.testkit;

import dev.keyturn.spi.TimeSource;
import dev.keyturn.testkit.internal.aws.Aws;
import dev.keyturn.testkit.internal.http.EmulatorServer;
import dev.keyturn.testkit.internal.http.Faults;
import dev.keyturn.testkit.internal.http.RealTime;
import java.net.URI;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Secrets Manager on 127.0.0.1, speaking the real wire protocol.
 */
public final class AwsEmulator implements AutoCloseable {
  private static final String NAME = "aws-emulator";

  private final Aws aws;
  private final EmulatorServer server;
  private final Controls controls;
  private final @Nullable RealTime own;

  private AwsEmulator(TimeSource time, @Nullable RealTime own) {
    Faults faults = new Faults(time);
    this.aws = new Aws(time, faults);
    this.server = new EmulatorServer(NAME, aws::call, faults, time);
    this.controls = new Controls(faults, server);
    this.own = own;
  }

  /**
   * Starts an emulator on a free port, with the machine's time.
   *
   * @return the emulator, without any secret
   */
  public static AwsEmulator start() {
    RealTime real = new RealTime(NAME);
    return new AwsEmulator(real, real);
  }

  /**
   * Starts an emulator on a free port, with another time: its dates, its expiries and its delays.
   *
   * @param time the time, such as one that a test advances by hand
   * @return the emulator, without any secret
   */
  public static AwsEmulator start(TimeSource time) {
    return new AwsEmulator(Objects.requireNonNull(time, "time"), null);
  }

  /** {@return the address of all its services} */
  public URI endpoint() {
    return server.endpoint();
  }

  /** {@return faults, latency, and counts of calls} */
  public Controls controls() {
    return controls;
  }

  /**
   * Creates a secret; or adds a version to one, which becomes {@code AWSCURRENT}.
   *
   * @param name its name
   * @param value its value, a string
   * @return the id of the version
   */
  public String put(String name, String value) {
    return aws.secrets().put(name, value);
  }

  /**
   * Creates a secret; or adds a version to one, which becomes {@code AWSCURRENT}.
   *
   * @param name its name
   * @param value its value, binary
   * @return the id of the version
   */
  public String put(String name, byte[] value) {
    return aws.secrets().put(name, value);
  }

  /**
   * Rotates a secret in one step: {@code AWSCURRENT} moves to a new version, {@code AWSPREVIOUS} to the
   * one that was current.
   *
   * @param name its name
   * @param value its next value
   * @return the id of the new version
   * @throws IllegalArgumentException if there is no such secret
   */
  public String rotate(String name, String value) {
    return aws.secrets().rotate(name, value);
  }

  /**
   * Begins a rotation in two steps: a new version gets {@code AWSPENDING}, and the current one stays.
   *
   * @param name its name
   * @param value its next value
   * @return the id of the new version
   * @throws IllegalArgumentException if there is no such secret
   */
  public String beginRotation(String name, String value) {
    return aws.secrets().beginRotation(name, value);
  }

  /**
   * Ends a rotation that was begun: the pending version becomes current, and none is pending.
   *
   * @param name its name
   * @throws IllegalArgumentException if there is no such secret
   * @throws IllegalStateException if no version of it is pending
   */
  public void finishRotation(String name) {
    aws.secrets().finishRotation(name);
  }

  /**
   * Says when the next rotation of a secret is due. The emulator does not rotate by itself.
   *
   * @param name its name
   * @param next the date that is shown as {@code NextRotationDate}
   * @throws IllegalArgumentException if there is no such secret
   */
  public void schedule(String name, Instant next) {
    aws.secrets().schedule(name, next);
  }

  /**
   * Marks a secret for deletion, as the service does: it is described still, and no longer read.
   *
   * @param name its name
   * @throws IllegalArgumentException if there is no such secret
   */
  public void delete(String name) {
    aws.secrets().delete(name);
  }

  /** Ends the emulator, and every connection to it, at once. */
  @Override
  public void close() {
    server.close();
    if (own != null) {
      own.close();
    }
  }
}
