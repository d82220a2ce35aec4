package dev.keyturn.testkit.internal.aws;

import java.time.Duration;

/** What a test does to identities without asking the service. Safe for use by many threads. */
public final class IdentitySetup {
  private final Sts sts;
  private final WebIdentities identities;

  IdentitySetup(Sts sts, WebIdentities identities) {
    this.sts = sts;
    this.identities = identities;
  }

  /**
   * Trusts an issuer of tokens.
   *
   * @param issuer its {@code iss}
   * @param audience the {@code aud} its tokens must have
   */
  public void trust(String issuer, String audience) {
    identities.trust(issuer, audience);
  }

  /**
   * Demands an external id.
   *
   * @param roleArn of whoever assumes this role
   * @param externalId the id
   */
  public void requireExternalId(String roleArn, String externalId) {
    sts.requireExternalId(roleArn, externalId);
  }

  /**
   * Makes credentials live so long, whatever is asked.
   *
   * @param lifetime how long
   */
  public void limitLifetime(Duration lifetime) {
    sts.limitLifetime(lifetime);
  }
}
