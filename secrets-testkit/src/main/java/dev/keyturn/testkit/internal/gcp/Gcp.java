package dev.keyturn.testkit.internal.gcp;

import dev.keyturn.spi.TimeSource;
import dev.keyturn.testkit.internal.http.Call;
import dev.keyturn.testkit.internal.http.Request;
import java.net.URI;
import java.time.Duration;

/** Secret Manager and the token services, behind one endpoint. */
public final class Gcp {
  private final SecretBook book;
  private final SecretSetup secrets;
  private final Bearers bearers;
  private final Federation federation;

  /**
   * Creates a Google without secrets.
   *
   * @param time what dates and expiries are measured by
   */
  public Gcp(TimeSource time) {
    this.book = new SecretBook(time);
    this.secrets = new SecretSetup(book);
    this.bearers = new Bearers(time);
    this.federation = new Federation(time);
  }

  /** {@return what a test does to secrets} */
  public SecretSetup secrets() {
    return secrets;
  }

  /**
   * Gives the number of a project.
   *
   * @param project its id
   * @return its number
   */
  public String projectNumber(String project) {
    return book.places().number(project);
  }

  /** Refuses, from now on, whoever has no access token that was handed out here. */
  public void requireTokens() {
    bearers.require();
  }

  /** Ends every access token. */
  public void endTokens() {
    bearers.forget();
  }

  /**
   * Lets access tokens live so long, whatever is asked for.
   *
   * @param lifetime how long
   */
  public void limitTokens(Duration lifetime) {
    bearers.limit(lifetime);
  }

  /**
   * Adds a workload identity provider.
   *
   * @param provider its name
   * @param issuer whose tokens it takes
   */
  public void trust(String provider, URI issuer) {
    federation.trust(provider, issuer);
  }

  /**
   * Finds out what is asked.
   *
   * @param request the request
   * @return the call
   */
  public Call call(Request request) {
    if (request.uri().getPath().equals(TokenCall.PATH)) {
      return new TokenCall(federation, bearers, request);
    }
    Call impersonation = ImpersonationCall.of(bearers, request);
    return impersonation == null ? new SecretCall(book, bearers, request) : impersonation;
  }
}
