package dev.keyturn.testkit;

import dev.keyturn.spi.TimeSource;
import dev.keyturn.testkit.internal.gcp.Gcp;
import dev.keyturn.testkit.internal.gcp.SecretSetup;
import dev.keyturn.testkit.internal.http.EmulatorServer;
import dev.keyturn.testkit.internal.http.Faults;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;

/**
 * Google Secret Manager on 127.0.0.1, for clients that speak REST, with the two token services that
 * stand before it: STS ({@code /v1/token}) and the part of IAM Credentials that gives out access tokens
 * of service accounts.
 *
 * <p>A secret is named by its id, and is then of the project {@link #project}; or by a resource's name,
 * {@code projects/P/secrets/S} or {@code projects/P/locations/L/secrets/S}. Any project is there. Answers
 * name projects by number, as the service does. Etags are given and not checked.
 *
 * <p>The methods here act at once and are not counted as calls. All are safe for use by many threads.
 * The emulator holds values in memory only, prints none, and logs nothing.
 */
public final class GcpSecretManagerEmulator implements AutoCloseable {
  private static final String NAME = "gcp-emulator";

  private final Gcp gcp;
  private final EmulatorServer server;
  private final Controls controls;

  private GcpSecretManagerEmulator(TimeSource time) {
    Faults faults = new Faults(time);
    this.gcp = new Gcp(time);
    this.server = new EmulatorServer(NAME, gcp::call, faults, time);
    this.controls = new Controls(faults, server);
  }

  /**
   * Starts an emulator on a free port, with the machine's time.
   *
   * @return the emulator, without any secret
   */
  public static GcpSecretManagerEmulator start() {
    return new GcpSecretManagerEmulator(new RealTime());
  }

  /**
   * Starts an emulator on a free port, with another time: its dates, its expiries and its delays.
   *
   * @param time the time, such as a {@link ManualTime}
   * @return the emulator, without any secret
   */
  public static GcpSecretManagerEmulator start(TimeSource time) {
    return new GcpSecretManagerEmulator(Objects.requireNonNull(time, "time"));
  }

  /** {@return the address of all its services} */
  public URI endpoint() {
    return server.endpoint();
  }

  /** {@return faults, latency, and counts of calls} */
  public Controls controls() {
    return controls;
  }

  /** {@return the id of the project whose secrets are named by their id alone} */
  public String project() {
    return SecretSetup.PROJECT;
  }

  /**
   * Gives the number by which answers name a project.
   *
   * @param project its id
   * @return its number
   */
  public String projectNumber(String project) {
    return gcp.projectNumber(Objects.requireNonNull(project, "project"));
  }

  /**
   * Creates a secret; or adds a version to one, which becomes the latest.
   *
   * @param name its id or resource name
   * @param value its value, not empty; at the service it ends at 64 KiB
   * @return the number of the version, 1 for the first
   * @throws IllegalArgumentException if the value is empty
   */
  public int put(String name, String value) {
    return put(name, value.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Creates a secret; or adds a version to one, which becomes the latest.
   *
   * @param name its id or resource name
   * @param value its value, not empty; at the service it ends at 64 KiB
   * @return the number of the version, 1 for the first
   * @throws IllegalArgumentException if the value is empty
   */
  public int put(String name, byte[] value) {
    return gcp.secrets().put(name, value);
  }

  /**
   * Rotates a secret: adds a version, which becomes the latest.
   *
   * @param name its id or resource name
   * @param value its next value
   * @return the number of the new version
   * @throws IllegalArgumentException if there is no such secret
   */
  public int rotate(String name, String value) {
    return gcp.secrets().rotate(name, value.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Disables a version. It stays the latest if it was, and then the latest cannot be read.
   *
   * @param name the secret
   * @param version its number, an alias or {@code latest}
   * @throws IllegalArgumentException if there is no such version
   * @throws IllegalStateException if the version was destroyed
   */
  public void disable(String name, String version) {
    gcp.secrets().disable(name, version);
  }

  /**
   * Enables a version that was disabled.
   *
   * @param name the secret
   * @param version its number, an alias or {@code latest}
   * @throws IllegalArgumentException if there is no such version
   * @throws IllegalStateException if the version was destroyed
   */
  public void enable(String name, String version) {
    gcp.secrets().enable(name, version);
  }

  /**
   * Destroys a version: its value is gone for good, and its number stays.
   *
   * @param name the secret
   * @param version its number, an alias or {@code latest}
   * @throws IllegalArgumentException if there is no such version
   * @throws IllegalStateException if the version was destroyed before
   */
  public void destroy(String name, String version) {
    gcp.secrets().destroy(name, version);
  }

  /**
   * Lets an alias mean a version, and no longer another.
   *
   * @param name the secret
   * @param alias the alias
   * @param version the number of the version
   * @throws IllegalArgumentException if there is no such version
   */
  public void alias(String name, String alias, int version) {
    gcp.secrets().alias(name, alias, version);
  }

  /**
   * Deletes a secret with all its versions; one that is put again begins at version 1.
   *
   * @param name the secret
   * @throws IllegalArgumentException if there is no such secret
   */
  public void delete(String name) {
    gcp.secrets().delete(name);
  }

  /**
   * Turns one bit of a value over whenever it is read. The checksum stays that of the true value.
   *
   * @param name the secret
   * @param bit which bit, counted from the first of the first byte, round and round; negative for none
   * @throws IllegalArgumentException if there is no such secret
   */
  public void flipBit(String name, int bit) {
    gcp.secrets().flipBit(name, bit);
  }

  /**
   * Leaves the checksum out of the answers of a secret, which the service never does.
   *
   * @param name the secret
   * @throws IllegalArgumentException if there is no such secret
   */
  public void dropChecksum(String name) {
    gcp.secrets().dropChecksum(name);
  }

  /**
   * Adds a workload identity provider, which takes the tokens of one issuer: signed by a key that the
   * issuer publishes, meant for the provider, and not expired. Until the first such call every token is
   * taken that has not expired, whoever signed it. The issuer is asked for its keys at each exchange.
   *
   * @param provider {@code projects/N/locations/global/workloadIdentityPools/POOL/providers/PROVIDER}
   * @param issuer what the {@code iss} of a token must be, and where the issuer's discovery document is
   */
  public void trust(String provider, URI issuer) {
    gcp.trust(provider, issuer);
  }

  /**
   * Answers only those, from now on, that bear an access token which this emulator handed out and which
   * has not expired. Until then any token is good, and none.
   */
  public void requireTokens() {
    gcp.requireTokens();
  }

  /** Ends every access token that was handed out. */
  public void endTokens() {
    gcp.endTokens();
  }

  /**
   * Lets the access tokens that are handed out from now on live for some other time than is asked for.
   *
   * @param lifetime how long they are good, on the emulator's time source
   */
  public void limitTokens(Duration lifetime) {
    gcp.limitTokens(lifetime);
  }

  /** Ends the emulator, and every connection to it, at once. */
  @Override
  public void close() {
    server.close();
  }
}
