package dev.keyturn.testkit;

import dev.keyturn.spi.TimeSource;
import dev.keyturn.testkit.internal.http.EmulatorServer;
import dev.keyturn.testkit.internal.http.Faults;
import dev.keyturn.testkit.internal.vault.VaultServer;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Vault, or OpenBao, on 127.0.0.1, for clients that speak its HTTP API: point a client's address at
 * {@link #endpoint} and give it {@link #rootToken}.
 *
 * <p>The methods here act at once, with every right, and are not counted as calls. {@link #write} and
 * {@link #read} take the paths of Vault's own API, so that mounts, policies and logins are set up as an
 * administrator does. All are safe for use by many threads. The emulator holds values in memory only,
 * prints none, and logs nothing.
 *
 * <p>To its {@link #controls}, an operation is {@code read}, {@code write}, {@code delete} or {@code
 * list} of a secret, {@code login}, or else the path, such as {@code auth/token/renew-self} or {@code
 * sys/internal/ui/mounts}. A secret is named with its mount, {@code secret/app/db}, or by the very path
 * that is asked, {@code secret/data/app/db}.
 */
public final class VaultEmulator implements AutoCloseable {
  private static final String NAME = "vault-emulator";

  private final VaultServer vault;
  private final EmulatorServer server;
  private final Controls controls;

  private VaultEmulator(TimeSource time, @Nullable SSLContext tls) {
    Faults faults = new Faults(time);
    this.vault = new VaultServer(time);
    this.server = new EmulatorServer(NAME, vault::call, faults, time, tls);
    this.controls = new Controls(faults, server);
  }

  /**
   * Starts an emulator on a free port, with the machine's time.
   *
   * @return the emulator, with an empty KV 2 mount at {@code secret/}
   */
  public static VaultEmulator start() {
    return new VaultEmulator(new RealTime(), null);
  }

  /**
   * Starts an emulator on a free port, with another time: what its tokens, leases and wrappings expire
   * by.
   *
   * @param time the time, such as a {@link ManualTime}
   * @return the emulator, with an empty KV 2 mount at {@code secret/}
   */
  public static VaultEmulator start(TimeSource time) {
    return new VaultEmulator(Objects.requireNonNull(time, "time"), null);
  }

  /**
   * Starts an emulator that speaks TLS, and asks for a client certificate, as {@code auth/cert} needs.
   *
   * @param time the time, such as a {@link ManualTime}
   * @param tls the certificate for 127.0.0.1, and a trust manager that accepts the clients' certificates
   * @return the emulator, with an empty KV 2 mount at {@code secret/}
   */
  public static VaultEmulator start(TimeSource time, SSLContext tls) {
    return new VaultEmulator(
        Objects.requireNonNull(time, "time"), Objects.requireNonNull(tls, "tls"));
  }

  /** {@return its address} */
  public URI endpoint() {
    return server.endpoint();
  }

  /** {@return a token that may do everything and never ends} */
  public String rootToken() {
    return VaultServer.ROOT;
  }

  /** {@return faults, latency, and counts of calls} */
  public Controls controls() {
    return controls;
  }

  /**
   * Stores a secret, or adds a version to it.
   *
   * @param path the mount and the name, such as {@code secret/app/db}, whichever version of KV it is
   * @param fields its fields: strings, numbers, booleans, lists, maps
   * @return the number of the version; 0 in a mount without versions
   * @throws IllegalArgumentException if no KV is mounted there
   */
  public int put(String path, Map<String, ?> fields) {
    return vault.put(path, fields);
  }

  /**
   * Writes, as an administrator does with {@code bao write}: a mount, a policy, a role, a user.
   *
   * @param path the path in the API, such as {@code auth/approle/role/app}, after that of a namespace
   * @param body what is written
   * @return the {@code data} of the answer, or its {@code auth}; empty if it has none
   * @throws IllegalArgumentException if Vault would refuse it; the message has its reason
   */
  public Map<String, Object> write(String path, Map<String, ?> body) {
    return vault.operate("POST", path, body);
  }

  /**
   * Reads, as an administrator does with {@code bao read}.
   *
   * @param path the path in the API
   * @return the {@code data} of the answer; empty if it has none
   * @throws IllegalArgumentException if there is nothing
   */
  public Map<String, Object> read(String path) {
    return vault.operate("GET", path, Map.of());
  }

  /**
   * Deletes, as an administrator does with {@code bao delete}. Of a secret in KV 2, {@code
   * secret/data/…} deletes the current version and {@code secret/metadata/…} all that is known of it.
   *
   * @param path the path in the API
   * @throws IllegalArgumentException if Vault would refuse it
   */
  public void delete(String path) {
    vault.operate("DELETE", path, Map.of());
  }

  /** Seals it: every request but those for its health is answered with 503 until {@link #unseal}. */
  public void seal() {
    vault.seal().set(true);
  }

  /** Unseals it. Nothing is lost. */
  public void unseal() {
    vault.seal().set(false);
  }

  /**
   * Makes it a standby, or the active server again. As with OpenBao, only {@code sys/health} shows it:
   * requests are answered all the same. To have some answered as a standby of Vault Enterprise does,
   * use {@link Controls#fail(int, int)} with 472 or 473.
   *
   * @param health the status of {@code sys/health}: 429 for a standby, 472 or 473 for those of Vault
   *     Enterprise, 200 for the active server
   */
  public void standby(int health) {
    vault.seal().standby(health);
  }

  /**
   * Ends every token that a login has given, with its leases.
   *
   * @return how many tokens there were
   */
  public int endLogins() {
    return vault.endLogins();
  }

  /** {@return the ids of the leases that have not ended} */
  public List<String> leases() {
    return vault.leases();
  }

  /**
   * Shows who could log in to the database of its {@code database} mounts: the accounts that were made
   * for readers and not taken back yet, and those of static roles with the password of the moment.
   *
   * @return passwords by user, as they are now; rather than a real database this map is what accounts
   *     are made in
   */
  public Map<String, String> databaseUsers() {
    return vault.databaseUsers();
  }

  /**
   * Takes the database down: no credential is made, no lease renewed or revoked, no password rotated.
   * Leases that end meanwhile stay until it is back.
   */
  public void breakDatabase() {
    vault.database().down(true);
  }

  /** Brings the database back. */
  public void mendDatabase() {
    vault.database().down(false);
  }

  /** Ends the emulator, and every connection to it, at once. */
  @Override
  public void close() {
    server.close();
  }
}
