package dev.keyturn.testkit.internal.aws;

import dev.keyturn.spi.TimeSource;
import dev.keyturn.testkit.internal.http.Call;
import dev.keyturn.testkit.internal.http.Faults;
import dev.keyturn.testkit.internal.http.Request;
import java.util.Map;

/** The services of one account, behind one endpoint. */
public final class Aws {
  private final Sessions sessions;
  private final SecretSetup secrets;
  private final Map<String, JsonApi> apis;

  /**
   * Creates an empty account.
   *
   * @param time what dates and expiries are measured by
   * @param faults where refusals are looked up that a batch tells of one by one
   */
  public Aws(TimeSource time, Faults faults) {
    sessions = new Sessions(time);
    SecretBook book = new SecretBook(time);
    secrets = new SecretSetup(book);
    apis = Map.of(
        "secretsmanager",
        new SecretsManager(
            book, name -> !faults.isDenied(name) && !faults.isDenied("GetSecretValue")));
  }

  /** {@return what a test does to secrets} */
  public SecretSetup secrets() {
    return secrets;
  }

  /**
   * Finds out what is asked.
   *
   * @param request the request
   * @return the call
   */
  public Call call(Request request) {
    String target = request.header("X-Amz-Target");
    String service = target == null ? "" : target.substring(0, Math.max(0, target.indexOf('.')));
    JsonApi api = apis.get(service);
    if (api == null || target == null) {
      throw new IllegalStateException("no such service");
    }
    return new JsonCall(api, sessions, request, target.substring(service.length() + 1));
  }
}
