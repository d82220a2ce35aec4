package dev.keyturn.testkit.internal.azure;

import dev.keyturn.spi.TimeSource;
import dev.keyturn.testkit.internal.http.Call;
import dev.keyturn.testkit.internal.http.Request;
import java.time.Duration;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One vault, and the tenant that it belongs to. */
public final class KeyVault {
  /** The host that gives tokens. */
  public static final String LOGIN_HOST = Entra.HOST;

  static final String AUDIENCE = "https://vault.azure.net";

  /** Clients remember for the life of a process what a vault of some name has asked for. */
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final String address =
      "https://keyturn-test-" + NUMBER.incrementAndGet() + ".vault.azure.net";
  private final VaultBook book;
  private final VaultOperations operations;
  private final Bearers bearers;
  private final Entra entra;
  private final String assignment = UUID.randomUUID().toString().replace("-", "");
  private volatile boolean accessPolicies;
  private volatile @Nullable String tokenAuthority;

  /**
   * Creates an empty vault.
   *
   * @param time what dates and expiries are measured by
   */
  public KeyVault(TimeSource time) {
    book = new VaultBook(time);
    operations = new VaultOperations(book, address);
    bearers = new Bearers(time);
    entra = new Entra(time, bearers);
  }

  /** {@return what a test does to secrets} */
  public VaultSetup secrets() {
    return new VaultSetup(book);
  }

  /** {@return the vault's address} */
  public String address() {
    return address;
  }

  /** {@return the id of the tenant} */
  public String tenant() {
    return entra.tenant();
  }

  /**
   * Makes a token as a CI system gives one to a job.
   *
   * @param subject whom it is about
   * @return the token
   */
  public String idToken(String subject) {
    return entra.outside(subject);
  }

  /**
   * Exchanges the tokens of one job only.
   *
   * @param issuer who issues them
   * @param subject whom they are about
   */
  public void federate(String issuer, String subject) {
    entra.federate(issuer, subject);
  }

  /**
   * Lets tokens end sooner or later than usual.
   *
   * @param lifetime how long they live
   */
  public void limitTokens(Duration lifetime) {
    entra.limit(lifetime);
  }

  /**
   * Takes the tokens of another issuer too, and sends callers there.
   *
   * @param issuer what their {@code iss} is
   * @param audience whom they have to be for
   * @param jwks the issuer's keys
   * @param authority where tokens are to be had, as the challenge names it
   */
  public void trust(String issuer, String audience, String jwks, String authority) {
    bearers.trust(issuer, audience, Bearers.keys(jwks));
    tokenAuthority = authority;
  }

  /** Refuses as a vault does whose rights are in its access policies, not in roles. */
  public void useAccessPolicies() {
    accessPolicies = true;
  }

  /**
   * Finds out what is asked, and of whom.
   *
   * @param request the request
   * @return the call; of an unknown operation, one that is answered with an error
   */
  public Call call(Request request) {
    String host = String.valueOf(request.header("Host")).toLowerCase(Locale.ROOT);
    return host.startsWith(Entra.HOST)
        ? new EntraCall(entra, request)
        : new VaultCall(this, request);
  }

  VaultBook book() {
    return book;
  }

  VaultOperations operations() {
    return operations;
  }

  Bearers bearers() {
    return bearers;
  }

  boolean hasAccessPolicies() {
    return accessPolicies;
  }

  String assignment() {
    return assignment;
  }

  String tokenAuthority() {
    String other = tokenAuthority;
    return other == null ? entra.address() : other;
  }
}
