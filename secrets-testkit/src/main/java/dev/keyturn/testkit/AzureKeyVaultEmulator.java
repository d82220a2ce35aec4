package dev.keyturn.testkit;

import dev.keyturn.spi.TimeSource;
import dev.keyturn.testkit.internal.azure.KeyVault;
import dev.keyturn.testkit.internal.azure.VaultSetup;
import dev.keyturn.testkit.internal.http.EmulatorServer;
import dev.keyturn.testkit.internal.http.Faults;
import dev.keyturn.testkit.internal.http.TunnelServer;
import dev.keyturn.testkit.internal.tls.TestAuthority;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/**
 * A vault of Azure Key Vault, and as much of Entra ID as gives tokens for it, on 127.0.0.1, for clients
 * that speak the real wire protocol. A client asks for {@link #vaultUrl}, a name that Azure's own checks
 * accept, through the proxy at {@link #proxy}, which leads all connections here; the certificates it meets
 * are signed by an authority of the emulator's own, {@link #caCert}.
 *
 * <p>Requests without a token get the service's challenge. Tokens are checked: signature, issuer, audience
 * and expiry. The tenant {@link #tenantId} gives them to any application that shows a secret, whatever it
 * is, or an ID token for {@code api://AzureADTokenExchange}, whose signature is not checked.
 *
 * <p>Faults concern requests for tokens, operation {@code Token}, as they do all others. The methods here
 * act at once and are not counted as calls. All are safe for use by many threads. The emulator holds
 * values in memory only, prints none, and logs nothing.
 */
public final class AzureKeyVaultEmulator implements AutoCloseable {
  private static final String NAME = "azure-emulator";
  private static final String CLIENT = "00000000-0000-4000-8000-000000000001";

  private final TestAuthority authority = TestAuthority.create();
  private final Path caCert;
  private final KeyVault vault;
  private final VaultSetup secrets;
  private final EmulatorServer server;
  private final TunnelServer tunnel;
  private final Controls controls;

  private AzureKeyVaultEmulator(TimeSource time) {
    Faults faults = new Faults(time);
    this.vault = new KeyVault(time);
    this.secrets = vault.secrets();
    this.caCert = written(authority.pem());
    String[] hosts = {"*.vault.azure.net", KeyVault.LOGIN_HOST, "localhost", "127.0.0.1"};
    this.server = new EmulatorServer(
        NAME, vault::call, faults, time, authority.server(hosts).context());
    this.tunnel = new TunnelServer(NAME + "-proxy", server.endpoint().getPort());
    this.controls = new Controls(faults, server);
  }

  private static Path written(String pem) {
    try {
      Path file = Files.createTempFile("keyturn-azure-", ".pem");
      file.toFile().deleteOnExit();
      return Files.writeString(file, pem);
    } catch (IOException e) {
      throw new UncheckedIOException("no temporary file for a certificate", e);
    }
  }

  /**
   * Starts an emulator on free ports, with the machine's time.
   *
   * @return the emulator, without any secret
   */
  public static AzureKeyVaultEmulator start() {
    return new AzureKeyVaultEmulator(new RealTime());
  }

  /**
   * Starts an emulator on free ports, with another time: its dates, the expiry of its tokens and its
   * delays. Its certificates are good whatever the time. A client of Azure's goes by the machine's clock.
   *
   * @param time the time, such as a {@link ManualTime}
   * @return the emulator, without any secret
   */
  public static AzureKeyVaultEmulator start(TimeSource time) {
    return new AzureKeyVaultEmulator(Objects.requireNonNull(time, "time"));
  }

  /** {@return the vault's address, another for each emulator, found through {@link #proxy} only} */
  public URI vaultUrl() {
    return URI.create(vault.address());
  }

  /** {@return the proxy that leads here, whatever host is asked for} */
  public URI proxy() {
    return tunnel.address();
  }

  /** {@return where the vault listens itself, for clients that do not check what host it is} */
  public URI endpoint() {
    return server.endpoint();
  }

  /** {@return a file with the certificate to trust, in PEM; it is deleted when the emulator is closed} */
  public Path caCert() {
    return caCert;
  }

  /** {@return the certificate to trust} */
  public X509Certificate certificate() {
    return authority.certificate();
  }

  /** {@return the tenant that the vault belongs to} */
  public String tenantId() {
    return vault.tenant();
  }

  /**
   * Gives the settings of a store {@code azure-kv} that reads this vault, as a CI job logs in: to be
   * completed by {@code id-token}, a reference to what {@link #idToken} gives, or by a CI system that is
   * found by its environment.
   *
   * @return settings by key
   */
  public Map<String, String> settings() {
    return Map.of(
        "vault-url", vaultUrl().toString(),
        "proxy", proxy().toString(),
        "ca-cert", caCert.toString(),
        "auth", "ci",
        "tenant-id", tenantId(),
        "client-id", CLIENT);
  }

  /**
   * Makes a token as a CI system gives one to a job: issued by {@code https://ci.example}, for {@code
   * api://AzureADTokenExchange}, good for five minutes.
   *
   * @param subject whom it is about, such as {@code repo:org/app:ref:refs/heads/main}
   * @return the token
   */
  public String idToken(String subject) {
    return vault.idToken(Objects.requireNonNull(subject, "subject"));
  }

  /** {@return faults, latency, and counts of calls} */
  public Controls controls() {
    return controls;
  }

  /**
   * Creates a secret; or adds a version to one, which becomes the current one. A deleted one of that name
   * is removed first.
   *
   * @param name its name
   * @param value its value
   * @return the id of the version
   */
  public String put(String name, String value) {
    return secrets.put(name, value);
  }

  /**
   * Rotates a secret: a new version becomes the current one.
   *
   * @param name its name
   * @param value its next value
   * @return the id of the new version
   * @throws IllegalArgumentException if there is no such secret
   */
  public String rotate(String name, String value) {
    return secrets.rotate(name, value);
  }

  /**
   * Disables the current version of a secret.
   *
   * @param name its name
   * @throws IllegalArgumentException if there is no such secret
   */
  public void disable(String name) {
    secrets.enable(name, null, false);
  }

  /**
   * Disables a version of a secret.
   *
   * @param name its name
   * @param version the id of the version
   * @throws IllegalArgumentException if there is no such secret or version
   */
  public void disable(String name, String version) {
    secrets.enable(name, version, false);
  }

  /**
   * Enables the current version of a secret.
   *
   * @param name its name
   * @throws IllegalArgumentException if there is no such secret
   */
  public void enable(String name) {
    secrets.enable(name, null, true);
  }

  /**
   * Says from when on the current version of a secret is valid. Like the service, the emulator gives it
   * out before that too, and says when it begins.
   *
   * @param name its name
   * @param start what is shown as {@code nbf}, in whole seconds
   * @throws IllegalArgumentException if there is no such secret
   */
  public void notBefore(String name, Instant start) {
    secrets.notBefore(name, start);
  }

  /**
   * Says until when the current version of a secret is valid. Like the service, the emulator gives it out
   * after that too, and says when it ended.
   *
   * @param name its name
   * @param end what is shown as {@code exp}, in whole seconds
   * @throws IllegalArgumentException if there is no such secret
   */
  public void expires(String name, Instant end) {
    secrets.expires(name, end);
  }

  /**
   * Deletes a secret so that it can be recovered. To readers it is missing.
   *
   * @param name its name
   * @throws IllegalArgumentException if there is no such secret
   */
  public void delete(String name) {
    secrets.delete(name);
  }

  /**
   * Takes a deletion back.
   *
   * @param name the name of a deleted secret
   * @throws IllegalArgumentException if there is no such secret
   */
  public void recover(String name) {
    secrets.recover(name);
  }

  /**
   * Removes a secret without a trace, as if it had never been.
   *
   * @param name its name, deleted or not
   * @throws IllegalArgumentException if there is no such secret
   */
  public void purge(String name) {
    secrets.purge(name);
  }

  /**
   * Lets deletions and recoveries take their time to be seen, as they do with the service: a secret just
   * deleted is found in neither place, and one just recovered neither. Without it they are seen at once.
   *
   * @param duration how long, on the emulator's time source
   */
  public void settleAfter(Duration duration) {
    secrets.settleAfter(Objects.requireNonNull(duration, "duration"));
  }

  /** Refuses from now on as a vault whose rights are in access policies, not in roles. */
  public void useAccessPolicies() {
    vault.useAccessPolicies();
  }

  /**
   * Gives tokens to one job only. Until the first such call every ID token is taken that has not expired
   * and is for {@code api://AzureADTokenExchange}.
   *
   * @param issuer what the {@code iss} of a token must be
   * @param subject what its {@code sub} must be
   */
  public void federate(String issuer, String subject) {
    vault.federate(issuer, subject);
  }

  /**
   * Lets the tokens that are given out from now on live for some other time than an hour.
   *
   * @param lifetime how long, on the emulator's time source
   */
  public void limitTokens(Duration lifetime) {
    vault.limitTokens(Objects.requireNonNull(lifetime, "lifetime"));
  }

  /**
   * Takes the tokens of another issuer as well, and names it in the challenge.
   *
   * @param issuer what the {@code iss} of a token must be
   * @param audience what its {@code aud} must be or hold
   * @param jwks the issuer's keys, as it publishes them; RSA keys only
   * @param authority where a client gets tokens, with the tenant as the first part of its path
   * @throws IllegalArgumentException if these are no keys
   */
  public void trust(String issuer, String audience, String jwks, URI authority) {
    vault.trust(issuer, audience, jwks, authority.toString());
  }

  /** Ends the emulator, and every connection to it, at once. */
  @Override
  public void close() {
    tunnel.close();
    server.close();
    try {
      Files.deleteIfExists(caCert);
    } catch (IOException e) {
      // it holds nothing secret, and goes when this process ends
    }
  }
}
