package dev.keyturn.gcp;

import com.google.auth.oauth2.ExternalAccountSupplierContext;
import com.google.auth.oauth2.IdentityPoolCredentials;
import com.google.auth.oauth2.IdentityPoolSubjectTokenSupplier;
import dev.keyturn.spi.IdTokenSource;
import dev.keyturn.spi.StoreContext;
import dev.keyturn.spi.StoreException;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Workload identity federation: the token of the CI job, asked for at each exchange, is exchanged for one
 * of Google and, if a service account is named, that for one of the account. No file holds anything.
 */
final class JobLogin implements Identity.Way {
  private static final String STS = "https://sts.googleapis.com";
  private static final String IAM = "https://iamcredentials.googleapis.com";
  private static final String JWT = "urn:ietf:params:oauth:token-type:jwt";

  private final IdTokenSource tokens;
  private final String provider;
  private final String audience;
  private final Optional<String> account;
  private final LoginTransport transport;
  private volatile @Nullable String claims;

  JobLogin(StoreContext context, GcpSettings settings, HttpCalls http) throws StoreException {
    this.tokens = context
        .idTokens()
        .orElseThrow(() -> settings.invalid(
            "auth", "=ci, but no CI system with ID tokens is found; is id-token to be set?"));
    this.provider = settings.provider();
    this.audience = settings.audience();
    this.account = settings.serviceAccount();
    Map<String, URI> routes = settings
        .stsEndpoint()
        .map(endpoint -> Map.of(STS, endpoint, IAM, endpoint))
        .orElse(Map.of());
    this.transport = new LoginTransport(context, http, routes);
  }

  @Override
  public Identity.Login open() {
    IdentityPoolCredentials.Builder credentials = IdentityPoolCredentials.newBuilder()
        .setSubjectTokenSupplier(new JobToken(this))
        .setAudience("//iam.googleapis.com/" + provider)
        .setSubjectTokenType(JWT)
        .setTokenUrl(STS + "/v1/token")
        .setHttpTransportFactory(transport);
    account.ifPresent(email -> credentials.setServiceAccountImpersonationUrl(
        IAM + "/v1/projects/-/serviceAccounts/" + email + ":generateAccessToken"));
    return credentials.build()::getRequestMetadata;
  }

  /** Gives a token of the job to the SDK's credentials. */
  private static final class JobToken implements IdentityPoolSubjectTokenSupplier {
    private static final long serialVersionUID = 1L;

    /** Who asks for it. */
    private final transient JobLogin login;

    private JobToken(JobLogin login) {
      this.login = login;
    }

    @Override
    public String getSubjectToken(ExternalAccountSupplierContext context) throws IOException {
      try {
        return login.token();
      } catch (StoreException | InterruptedException e) {
        throw new LoginFailed(e);
      }
    }
  }

  private String token() throws StoreException, InterruptedException {
    claims = null;
    String token = tokens.token(audience, Deadline.current().left());
    claims = IdTokenSource.claims(token);
    return token;
  }

  @Override
  public String advice() {
    ServiceError refusal = transport.refusal();
    String shown = claims;
    return what(refusal)
        + (refusal.http() == 0 ? "" : " (" + refusal + ")")
        + (shown == null ? "" : "; the token of " + tokens.name() + " claims: " + shown);
  }

  private String what(ServiceError refusal) {
    if (refusal.isNamed("invalid_target") || refusal.isNamed("invalid_request")) {
      return "there is no such workload identity provider, or it is disabled: " + provider;
    }
    if (refusal.isNamed("unauthorized_client")) {
      return "the attribute condition of " + provider + " refuses this job";
    }
    if (refusal.isNamed("invalid_grant")) {
      return provider
          + " does not accept the job's token: issuer, audience, signature or expiry is not what it"
          + " expects";
    }
    String access = refusal.isNamed("PERMISSION_DENIED") && account.isPresent()
        ? "needs roles/iam.workloadIdentityUser on " + account.get() + " for the job's identity"
        : "Google does not accept the job's identity";
    return access + ", federated by " + provider;
  }

  @Override
  public String describe() {
    return "ID token of "
        + tokens.name()
        + ", "
        + provider
        + account.map(email -> ", " + email).orElse("");
  }
}
