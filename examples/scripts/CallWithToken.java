///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//DEPS dev.keyturn:secrets-api:0.1.0-SNAPSHOT

import dev.keyturn.Secrets;
import dev.keyturn.model.SecretsException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/**
 * Calls an address with a token from any store.
 *
 * <pre>API_TOKEN=… jbang CallWithToken.java https://api.example.com/deployments env://API_TOKEN</pre>
 */
class CallWithToken {
  public static void main(String[] args) throws Exception {
    if (args.length != 2) {
      System.err.println("usage: CallWithToken.java ADDRESS REFERENCE");
      System.exit(2);
    }
    try (Secrets secrets = Secrets.load()) {
      String token = secrets.get(args[1]).reveal();
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(args[0])).header("Authorization", "Bearer " + token).build();
      int status =
          HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
      System.out.println("answered " + status);
    } catch (SecretsException e) {
      System.err.println(e.code() + ": " + e.getMessage());
      System.exit(1);
    }
  }
}
