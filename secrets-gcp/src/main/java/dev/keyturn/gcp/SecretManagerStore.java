package dev.keyturn.gcp;

import com.google.cloud.secretmanager.v1.SecretManagerServiceSettings;
import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.SecretRef;
import dev.keyturn.model.StoredSecret;
import dev.keyturn.spi.SecretStore;
import dev.keyturn.spi.StoreContext;
import dev.keyturn.spi.StoreException;
import dev.keyturn.spi.TimeSource;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Secret Manager. Whether a secret has changed is found out by reading it: its metadata has a quota that
 * is 150 times scarcer, needs another permission, and numbers restart when a secret is made anew.
 */
final class SecretManagerStore implements SecretStore {
  private final TimeSource time;
  private final Resources resources;
  private final URI endpoint;
  private final HttpCalls http;
  private final Identity identity;
  private final SdkClient client;

  private SecretManagerStore(StoreContext context) throws StoreException {
    GcpSettings settings = new GcpSettings(context);
    GcpSettings.Auth auth = settings.auth();
    this.time = context.time();
    this.resources = new Resources(context, settings);
    this.endpoint = settings.endpoint();
    this.http = new HttpCalls(context, ways(context, auth));
    this.identity = new Identity(
        switch (auth) {
          case NONE -> new Nobody();
          case CI -> new JobLogin(context, settings, http);
          case DEFAULT -> new DefaultLogin(context, http);
        });
    this.client = new SdkClient(new SdkChannel(
        endpoint,
        SecretManagerServiceSettings.defaultApiClientHeaderProviderBuilder()
            .build()
            .getHeaders(),
        http,
        identity,
        time));
  }

  static SecretManagerStore open(StoreContext context) throws StoreException {
    return new SecretManagerStore(context);
  }

  /** A store that never leaves this machine needs no way out. */
  private static HttpCalls.Ways ways(StoreContext context, GcpSettings.Auth auth)
      throws StoreException {
    if (auth == GcpSettings.Auth.NONE) {
      return address -> List.of(Proxy.NO_PROXY);
    }
    ProxySelector proxies = context.proxies();
    return proxies::select;
  }

  @Override
  public StoredSecret fetch(SecretRef ref, Duration timeout)
      throws StoreException, InterruptedException {
    SecretName name = SecretName.of(ref);
    String secret = resources.secret(name);
    return Deadline.within(time, timeout, () -> read(name, secret));
  }

  private StoredSecret read(SecretName name, String secret)
      throws StoreException, InterruptedException {
    try {
      return Payloads.stored(client.access(secret + "/versions/" + name.version()), name);
    } catch (RuntimeException e) {
      StoreException failure = GcpFailures.of(e, identity, secret, name);
      if (failure.code() == ErrorCode.UNAUTHENTICATED) {
        identity.drop(Deadline.current().login());
      }
      throw failure;
    }
  }

  @Override
  public Map<String, String> describe() {
    Map<String, String> shown = new LinkedHashMap<>();
    shown.put("address", endpoint.toString());
    shown.put("project", resources.project().orElse("as each reference says"));
    shown.put("identity", identity.describe());
    return shown;
  }

  @Override
  public void close() {
    http.close();
    client.close();
  }
}
