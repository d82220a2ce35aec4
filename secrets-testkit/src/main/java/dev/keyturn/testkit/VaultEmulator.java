package dev.keyturn.testkit;

import dev.keyturn.spi.TimeSource;
import dev.keyturn.testkit.internal.http.EmulatorServer;
import dev.keyturn.testkit.internal.http.Faults;
import dev.keyturn.testkit.internal.vault.VaultServer;
import java.net.URI;
import java.util.Map;
import java.util.Objects;

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

  private VaultEmulator(TimeSource time) {
    Faults faults = new Faults(time);
    this.vault = new VaultServer(time);
    this.server = new EmulatorServer(NAME, vault::call, faults, time);
    this.controls = new Controls(faults, server);
  }

  /**
   * Starts an emulator on a free port, with the machine's time.
   *
   * @return the emulator, with an empty KV 2 mount at {@code secret/}
   */
  public static VaultEmulator start() {
    return new VaultEmulator(new RealTime());
  }

  /**
   * Starts an emulator on a free port, with another time: what its tokens, leases and wrappings expire
   * by.
   *
   * @param time the time, such as a {@link ManualTime}
   * @return the emulator, with an empty KV 2 mount at {@code secret/}
   */
  public static VaultEmulator start(TimeSource time) {
    return new VaultEmulator(Objects.requireNonNull(time, "time"));
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

  /** Ends the emulator, and every connection to it, at once. */
  @Override
  public void close() {
    server.close();
  }
}
