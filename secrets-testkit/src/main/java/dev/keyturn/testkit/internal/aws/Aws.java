package dev.keyturn.testkit.internal.aws;

import dev.keyturn.spi.TimeSource;
import dev.keyturn.testkit.internal.http.Call;
import dev.keyturn.testkit.internal.http.Faults;
import dev.keyturn.testkit.internal.http.Request;
import java.util.Map;

/** The services of one account, behind one endpoint. */
public final class Aws {
  private final Sessions sessions;
  private final Sts sts;
  private final SecretsManager secretsManager;
  private final Map<String, JsonApi> apis;
  private final SecretSetup secrets;
  private final ParameterSetup parameters;
  private final IdentitySetup identities;

  /**
   * Creates an empty account.
   *
   * @param time what dates and expiries are measured by
   * @param faults where refusals are looked up that a batch tells of one by one
   */
  public Aws(TimeSource time, Faults faults) {
    SecretBook secretBook = new SecretBook(time);
    secrets = new SecretSetup(secretBook);
    secretsManager = new SecretsManager(
        secretBook, name -> !faults.isDenied(name) && !faults.isDenied("GetSecretValue"));
    ParameterBook parameterBook = new ParameterBook(time);
    parameters = new ParameterSetup(parameterBook);
    apis = Map.of("secretsmanager", secretsManager, "AmazonSSM", new ParameterStore(parameterBook));
    sessions = new Sessions(time);
    WebIdentities webIdentities = new WebIdentities(time);
    sts = new Sts(sessions, webIdentities);
    identities = new IdentitySetup(sts, webIdentities);
  }

  /** {@return what a test does to secrets} */
  public SecretSetup secrets() {
    return secrets;
  }

  /** {@return what a test does to parameters} */
  public ParameterSetup parameters() {
    return parameters;
  }

  /** {@return what a test does to identities} */
  public IdentitySetup identities() {
    return identities;
  }

  /**
   * Finds out what is asked: services that speak JSON say so in a header, and STS does not.
   *
   * @param request the request
   * @return the call; of an unknown operation, one that is answered with an error
   */
  public Call call(Request request) {
    String target = request.header("X-Amz-Target");
    if (target == null) {
      return new StsCall(sts, sessions, request);
    }
    int dot = target.indexOf('.');
    JsonApi api = apis.get(target.substring(0, Math.max(dot, 0)));
    return api == null
        ? new JsonCall(secretsManager, sessions, request, target)
        : new JsonCall(api, sessions, request, target.substring(dot + 1));
  }
}
