package dev.keyturn.azure;

import com.azure.identity.CredentialUnavailableException;
import dev.keyturn.model.ErrorCode;
import dev.keyturn.spi.StoreException;
import java.time.Instant;
import java.util.Map;

/** Turns a login that failed into the one vocabulary, by the number that Entra ID gave. */
final class LoginFailures {
  private static final int TOO_MANY = 429;
  private static final int SERVER_ERROR = 500;

  private static final Map<String, String> ADVICE = Map.ofEntries(
      Map.entry("50034", "the user is not of this tenant"),
      Map.entry("53003", "a policy of conditional access forbids it"),
      Map.entry("70021", "no federated credential of the application fits the token"),
      Map.entry("700016", "the tenant has no such application; check client-id and tenant-id"),
      Map.entry("700024", "the token has expired, or this machine's clock is wrong"),
      Map.entry("700027", "the certificate is not one of the application"),
      Map.entry(
          "700211", "no federated credential of the application has the token's issuer (iss)"),
      Map.entry(
          "700212", "no federated credential of the application has the token's audience (aud)"),
      Map.entry(
          "700213", "no federated credential of the application has the token's subject (sub)"),
      Map.entry("7000215", "the application's secret is wrong"),
      Map.entry("7000222", "the application's secret has expired"),
      Map.entry("90002", "there is no such tenant; check tenant-id and authority"),
      Map.entry("900023", "there is no such tenant; check tenant-id and authority"));

  private final AzureLogins.Choice choice;

  LoginFailures(AzureLogins.Choice choice) {
    this.choice = choice;
  }

  /** Where tokens come from, for messages. */
  String place() {
    return choice.auth() == AzureSettings.Auth.MANAGED_IDENTITY
        ? "the managed identity"
        : choice.authority().toString();
  }

  StoreException of(RuntimeException failure, Deadline deadline, Instant now)
      throws InterruptedException {
    StoreException carried = LoginFailed.among(failure);
    if (carried != null) {
      return carried;
    }
    int status = deadline.status();
    if (status == TOO_MANY || status >= SERVER_ERROR) {
      ErrorCode code = status == TOO_MANY ? ErrorCode.THROTTLED : ErrorCode.UNAVAILABLE;
      StoreException busy = new StoreException(
          code, place() + " gives no tokens now (status " + status + ")", failure);
      return AzureFailures.withPause(busy, deadline, now);
    }
    if (!deadline.refusal().isEmpty()) {
      return refused(deadline.refusal(), failure);
    }
    HttpFault fault = HttpFault.among(failure);
    if (fault != null && isFinal(failure)) {
      return fault.said();
    }
    return new StoreException(ErrorCode.UNAUTHENTICATED, nobody(), failure);
  }

  /** A chain goes on when one of its ways is not there: that nobody answers is then no outage. */
  private boolean isFinal(RuntimeException failure) {
    return choice.auth() == AzureSettings.Auth.CI
        || !(failure instanceof CredentialUnavailableException);
  }

  private StoreException refused(String number, RuntimeException failure) {
    String advice = ADVICE.getOrDefault(
        number, "https://login.microsoftonline.com/error?code=" + number + " explains it");
    JobAssertion job = choice.job();
    String claims = job == null || number.startsWith("900")
        ? ""
        : "; the token of " + job.source() + " claims: " + job.claims();
    return new StoreException(
        ErrorCode.UNAUTHENTICATED,
        place() + " refuses " + who() + " (AADSTS" + number + "): " + advice + claims,
        failure);
  }

  private String who() {
    return choice.client() == null ? "the credentials" : "client " + choice.client();
  }

  private String nobody() {
    return switch (choice.auth()) {
      case MANAGED_IDENTITY ->
        "no managed identity is to be had here; is one assigned to this machine"
            + (choice.client() == null ? "?" : ", with this client-id?");
      case CI ->
        place()
            + " gave no token to "
            + who()
            + "; is the vault of the tenant that tenant-id names?";
      case DEFAULT ->
        "no Azure credentials in the environment, of a workload or managed identity, or of a tool"
            + " (az login); in a CI job set auth=ci";
    };
  }
}
