package dev.keyturn.azure;

import com.azure.core.credential.TokenCredential;
import com.azure.core.http.HttpClient;
import com.azure.core.util.Configuration;
import com.azure.core.util.ConfigurationBuilder;
import com.azure.identity.ClientAssertionCredentialBuilder;
import com.azure.identity.CredentialBuilderBase;
import com.azure.identity.DefaultAzureCredentialBuilder;
import com.azure.identity.ManagedIdentityCredentialBuilder;
import dev.keyturn.spi.IdTokenSource;
import dev.keyturn.spi.StoreContext;
import dev.keyturn.spi.StoreException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes the credential that the settings ask for, anew after each login that failed. */
final class AzureLogins implements AutoCloseable {
  /** Those that Entra ID itself knows; any other is not asked about there. */
  private static final Set<String> KNOWN_AUTHORITIES = Set.of(
      "login.microsoftonline.com",
      "login.microsoftonline.us",
      "login.chinacloudapi.cn",
      "login.partner.microsoftonline.cn");

  private final Choice choice;
  private final HttpClient http;
  private final EngineThreads threads;
  private final Configuration configuration;

  /** What the settings say about the login, checked before anything is opened. */
  record Choice(
      AzureSettings.Auth auth,
      URI authority,
      @Nullable String tenant,
      @Nullable String client,
      @Nullable JobAssertion job) {}

  AzureLogins(StoreContext context, Choice choice, HttpClient http) {
    this.choice = choice;
    this.http = http;
    this.threads = new EngineThreads(context.time());
    this.configuration = configuration(context.environment());
  }

  /** The environment as the store sees it, not as the SDK would find it. */
  private static Configuration configuration(Map<String, String> environment) {
    return new ConfigurationBuilder(path -> Map.of(), path -> Map.of(), path -> environment)
        .build();
  }

  static Choice choose(StoreContext context, AzureSettings settings) throws StoreException {
    AzureSettings.Auth auth = settings.auth();
    Optional<String> tenant = settings.tenantId();
    Optional<String> client = settings.clientId();
    JobAssertion job = null;
    if (auth == AzureSettings.Auth.CI) {
      if (tenant.isEmpty()) {
        throw settings.invalid("tenant-id", "(or AZURE_TENANT_ID) is missing: auth=ci needs it");
      }
      if (client.isEmpty()) {
        throw settings.invalid(
            "client-id",
            "(or AZURE_CLIENT_ID) is missing: with auth=ci it is the application that trusts the"
                + " job");
      }
      IdTokenSource tokens = context
          .idTokens()
          .orElseThrow(() -> settings.invalid(
              "auth", "=ci, but no CI system with ID tokens is found; is id-token to be set?"));
      job = new JobAssertion(tokens, settings.audience());
    }
    return new Choice(auth, settings.authority(), tenant.orElse(null), client.orElse(null), job);
  }

  /** No I/O. */
  TokenCredential credential() {
    return switch (choice.auth()) {
      case CI -> job();
      case MANAGED_IDENTITY -> managedIdentity();
      case DEFAULT -> chain();
    };
  }

  private TokenCredential job() {
    ClientAssertionCredentialBuilder builder = common(new ClientAssertionCredentialBuilder())
        .authorityHost(choice.authority().toString())
        .tenantId(choice.tenant())
        .clientId(choice.client())
        .clientAssertion(choice.job())
        .executorService(threads);
    return isKnownAuthority()
        ? builder.build()
        : builder.disableInstanceDiscovery().build();
  }

  private TokenCredential managedIdentity() {
    ManagedIdentityCredentialBuilder builder =
        common(new ManagedIdentityCredentialBuilder()).executorService(threads);
    return choice.client() == null
        ? builder.build()
        : builder.clientId(choice.client()).build();
  }

  private TokenCredential chain() {
    DefaultAzureCredentialBuilder builder = common(new DefaultAzureCredentialBuilder())
        .authorityHost(choice.authority().toString())
        .executorService(threads);
    if (choice.tenant() != null) {
      builder.tenantId(choice.tenant());
    }
    if (choice.client() != null) {
      builder.managedIdentityClientId(choice.client()).workloadIdentityClientId(choice.client());
    }
    return isKnownAuthority()
        ? builder.build()
        : builder.disableInstanceDiscovery().build();
  }

  private <B extends CredentialBuilderBase<B>> B common(B builder) {
    return builder
        .httpClient(http)
        .httpLogOptions(SdkOptions.silent())
        .retryOptions(SdkOptions.noRetries())
        .clientOptions(SdkOptions.client())
        .configuration(configuration);
  }

  private boolean isKnownAuthority() {
    return KNOWN_AUTHORITIES.contains(choice.authority().getHost());
  }

  Configuration configuration() {
    return configuration;
  }

  Choice choice() {
    return choice;
  }

  String describe() {
    String client = choice.client() == null ? "" : ", client " + choice.client();
    String tenant = choice.tenant() == null ? "" : ", tenant " + choice.tenant();
    return switch (choice.auth()) {
      case CI ->
        "ID token of " + (choice.job() == null ? "-" : choice.job().source()) + client + tenant;
      case MANAGED_IDENTITY -> "managed identity" + client;
      case DEFAULT -> "Azure default chain" + client + tenant;
    };
  }

  @Override
  public void close() {
    threads.shutdown();
  }
}
