package dev.keyturn.azure;

import com.azure.core.http.HttpClient;
import com.azure.core.util.Context;
import com.azure.security.keyvault.secrets.SecretClient;
import com.azure.security.keyvault.secrets.SecretClientBuilder;
import com.azure.security.keyvault.secrets.models.KeyVaultSecret;
import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.SecretRef;
import dev.keyturn.model.StoredSecret;
import dev.keyturn.spi.SecretStore;
import dev.keyturn.spi.StoreContext;
import dev.keyturn.spi.StoreException;
import dev.keyturn.spi.TimeSource;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One vault. Reading is the cheapest question that there is: the list of a secret's versions does not say
 * which of them is current, nor in which order they came.
 */
final class KeyVaultStore implements SecretStore {
  private final TimeSource time;
  private final URI vault;
  private final HttpCalls calls;
  private final HttpClient http;
  private final AzureLogins logins;
  private final VaultIdentity identity;
  private final AzureFailures failures;

  private KeyVaultStore(StoreContext context) throws StoreException {
    AzureSettings settings = new AzureSettings(context);
    this.time = context.time();
    this.vault = settings.vault();
    this.failures = new AzureFailures(vault.toString());
    AzureLogins.Choice choice = AzureLogins.choose(context, settings);
    this.calls = new HttpCalls(context, Connections.open(context));
    this.http = calls.client(VaultAnswers::read);
    this.logins = new AzureLogins(context, choice, calls.client(LoginAnswers::read));
    this.identity = new VaultIdentity(time, logins);
  }

  static KeyVaultStore open(StoreContext context) throws StoreException {
    return new KeyVaultStore(context);
  }

  @Override
  public StoredSecret fetch(SecretRef ref, Duration timeout)
      throws StoreException, InterruptedException {
    SecretName name = SecretName.of(ref);
    return Deadline.within(time, timeout, deadline -> read(name, deadline));
  }

  private StoredSecret read(SecretName name, Deadline deadline)
      throws StoreException, InterruptedException {
    try {
      KeyVaultSecret secret = client()
          .getSecretWithResponse(name.name(), name.version(), Context.NONE)
          .getValue();
      return SecretAnswer.stored(secret, name, deadline, time.instant());
    } catch (RuntimeException e) {
      StoreException failure = failures.of(e, name, deadline, time.instant());
      if (failure.code() == ErrorCode.UNAUTHENTICATED) {
        identity.drop(deadline.token());
      }
      throw failure;
    }
  }

  /**
   * A new one for each fetch: an SDK's client that once got no token lets whoever asks it within the next
   * 30 s wait for them to pass. It costs less than the call; what a vault asked for is kept beyond it.
   */
  private SecretClient client() {
    return new SecretClientBuilder()
        .vaultUrl(vault.toString())
        .credential(identity)
        .httpClient(http)
        .httpLogOptions(SdkOptions.silent())
        .retryOptions(SdkOptions.noRetries())
        .clientOptions(SdkOptions.client())
        .configuration(logins.configuration())
        .buildClient();
  }

  @Override
  public Map<String, String> describe() {
    Map<String, String> shown = new LinkedHashMap<>();
    shown.put("address", vault.toString());
    shown.put("identity", logins.describe());
    return shown;
  }

  @Override
  public void close() {
    calls.close();
    logins.close();
  }
}
