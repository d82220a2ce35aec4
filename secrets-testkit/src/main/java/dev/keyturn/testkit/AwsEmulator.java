package dev.keyturn.testkit;

import dev.keyturn.spi.TimeSource;
import dev.keyturn.testkit.internal.aws.Aws;
import dev.keyturn.testkit.internal.http.EmulatorServer;
import dev.keyturn.testkit.internal.http.Faults;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Secrets Manager, Parameter Store and STS on 127.0.0.1, for clients that speak the real wire protocol:
 * point an SDK's endpoint at {@link #endpoint}, give it the region {@code us-east-1} and any key.
 *
 * <p>Requests have to be signed, but signatures are not checked, and any long-lived key is good.
 * Credentials that the emulator's own STS handed out are checked, and expire.
 *
 * <p>The methods here act at once and are not counted as calls. All are safe for use by many threads.
 * The emulator holds values in memory only, prints none, and logs nothing.
 */
public final class AwsEmulator implements AutoCloseable {
  private static final String NAME = "aws-emulator";

  private final Aws aws;
  private final EmulatorServer server;
  private final Controls controls;

  private AwsEmulator(TimeSource time) {
    Faults faults = new Faults(time);
    this.aws = new Aws(time, faults);
    this.server = new EmulatorServer(NAME, aws::call, faults, time);
    this.controls = new Controls(faults, server);
  }

  /**
   * Starts an emulator on a free port, with the machine's time.
   *
   * @return the emulator, without any secret
   */
  public static AwsEmulator start() {
    return new AwsEmulator(new RealTime());
  }

  /**
   * Starts an emulator on a free port, with another time: its dates, its expiries and its delays.
   *
   * @param time the time, such as a {@link ManualTime}
   * @return the emulator, without any secret
   */
  public static AwsEmulator start(TimeSource time) {
    return new AwsEmulator(Objects.requireNonNull(time, "time"));
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
   * @param next the date that is shown as {@code NextRotationDate}; null for none, as at first
   * @throws IllegalArgumentException if there is no such secret
   */
  public void schedule(String name, @Nullable Instant next) {
    aws.secrets().schedule(name, next);
  }

  /**
   * Marks a secret for deletion, as the service does: it is described still, and no longer read. A
   * secret that is put after that is a new one, with another ARN.
   *
   * @param name its name
   * @throws IllegalArgumentException if there is no such secret
   */
  public void delete(String name) {
    aws.secrets().delete(name);
  }

  /**
   * Takes a deletion back.
   *
   * @param name the name of a secret
   * @throws IllegalArgumentException if there is no such secret
   */
  public void restore(String name) {
    aws.secrets().restore(name);
  }

  /**
   * Removes a secret without a trace, as if it had never been.
   *
   * @param name its name
   * @throws IllegalArgumentException if there is no such secret
   */
  public void remove(String name) {
    aws.secrets().remove(name);
  }

  /**
   * Gives the whole ARN of a secret, with the six characters that tell it from others of its name.
   *
   * @param name its name
   * @return the ARN
   * @throws IllegalArgumentException if there is no such secret
   */
  public String arn(String name) {
    return aws.secrets().arn(name);
  }

  /**
   * Creates a parameter of type {@code String}; or adds a version to it.
   *
   * @param name its name, with the leading slash if there is a slash in it
   * @param value its value
   * @return the number of the version, 1 for the first
   * @throws IllegalArgumentException if there is a parameter of that name and of another type
   */
  public long putParameter(String name, String value) {
    return aws.parameters().putString(name, value);
  }

  /**
   * Creates a parameter of type {@code StringList}; or adds a version to it.
   *
   * @param name its name, with the leading slash if there is a slash in it
   * @param values its elements, without commas
   * @return the number of the version, 1 for the first
   * @throws IllegalArgumentException if there is a parameter of that name and of another type
   */
  public long putStringList(String name, String... values) {
    return aws.parameters().putList(name, values);
  }

  /**
   * Creates a parameter of type {@code SecureString}; or adds a version to it. Without {@code
   * WithDecryption} its value is answered as something that looks like ciphertext.
   *
   * @param name its name, with the leading slash if there is a slash in it
   * @param value its value
   * @return the number of the version, 1 for the first
   * @throws IllegalArgumentException if there is a parameter of that name and of another type
   */
  public long putSecureString(String name, String value) {
    return aws.parameters().putSecure(name, value);
  }

  /**
   * Puts a label on a version of a parameter, and takes it from the others.
   *
   * @param name the name of the parameter
   * @param version the number of the version
   * @param label the label
   * @throws IllegalArgumentException if there is no such parameter or version
   */
  public void labelParameter(String name, long version, String label) {
    aws.parameters().label(name, version, label);
  }

  /**
   * Deletes a parameter with all its versions; one that is put again begins at version 1.
   *
   * @param name its name
   * @throws IllegalArgumentException if there is no such parameter
   */
  public void deleteParameter(String name) {
    aws.parameters().delete(name);
  }

  /**
   * Trusts the tokens of an issuer, as an OIDC provider in the account does. Until the first such call
   * every token is taken that has not expired, whatever it is. Signatures are not checked.
   *
   * @param issuer what the {@code iss} of a token must be
   * @param audience what its {@code aud} must be or hold
   */
  public void trust(String issuer, String audience) {
    aws.identities().trust(issuer, audience);
  }

  /**
   * Demands an external id of whoever assumes a role with {@code AssumeRole}.
   *
   * @param roleArn the role
   * @param externalId the id
   */
  public void requireExternalId(String roleArn, String externalId) {
    aws.identities().requireExternalId(roleArn, externalId);
  }

  /**
   * Lets the credentials that are handed out from now on live for some other time than is asked for,
   * also for one that AWS would not grant.
   *
   * @param lifetime how long they are good, on the emulator's time source
   */
  public void limitCredentials(Duration lifetime) {
    aws.identities().limitLifetime(lifetime);
  }

  /** Ends the emulator, and every connection to it, at once. */
  @Override
  public void close() {
    server.close();
  }
}
