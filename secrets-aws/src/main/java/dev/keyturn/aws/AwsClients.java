package dev.keyturn.aws;

import dev.keyturn.spi.StoreContext;
import dev.keyturn.spi.StoreException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.SdkAdvancedClientOption;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.endpoints.SecretsManagerEndpointProvider;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.endpoints.SsmEndpointProvider;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.endpoints.StsEndpointProvider;

/** The SDK's clients of one store: our addresses, our HTTP client, one identity, no retries. */
final class AwsClients implements AutoCloseable {
  private final StoreContext context;
  private final AwsSettings settings;
  private final AwsProfile profile;
  private final Region region;
  private final @Nullable URI endpoint;
  private final @Nullable URI stsEndpoint;
  private final HttpCalls http;
  private final AwsLogins logins;
  private final AwsIdentity identity;
  private @Nullable StsClient sts;

  AwsClients(StoreContext context, AwsService service) throws StoreException {
    this.context = context;
    this.settings = new AwsSettings(context);
    this.profile = AwsProfile.of(context, settings);
    AwsAddress address = new AwsAddress(context, profile);
    this.region = address.region();
    this.endpoint = address.endpoint(service).orElse(null);
    this.stsEndpoint = address.endpoint(AwsService.STS).orElse(null);
    if (settings.auth() == AwsSettings.Auth.DEFAULT) {
      address.checkThoseOfTheChain();
    }
    this.http = new HttpCalls(context);
    if (endpoint == null || !AwsAddress.isLoopback(endpoint)) {
      http.proxies();
    }
    this.logins = new AwsLogins(this, profile);
    this.identity = new AwsIdentity(logins.choose(endpoint));
  }

  StoreContext context() {
    return context;
  }

  AwsSettings settings() {
    return settings;
  }

  Region region() {
    return region;
  }

  AwsIdentity identity() {
    return identity;
  }

  SecretsManagerClient secretsManager() {
    SecretsManagerEndpointProvider own = SecretsManagerEndpointProvider.defaultProvider();
    String address = text(endpoint);
    return configured(SecretsManagerClient.builder(), endpoint)
        .credentialsProvider(identity)
        .endpointProvider(
            asked -> own.resolveEndpoint(asked.toBuilder().endpoint(address).build()))
        .build();
  }

  SsmClient ssm() {
    SsmEndpointProvider own = SsmEndpointProvider.defaultProvider();
    String address = text(endpoint);
    return configured(SsmClient.builder(), endpoint)
        .credentialsProvider(identity)
        .endpointProvider(
            asked -> own.resolveEndpoint(asked.toBuilder().endpoint(address).build()))
        .build();
  }

  /** Made at the first need; it bears no credentials but those of a call. */
  synchronized StsClient sts() {
    if (sts == null) {
      StsEndpointProvider own = StsEndpointProvider.defaultProvider();
      URI address = stsEndpoint == null && logins.isNobody() ? endpoint : stsEndpoint;
      sts = configured(StsClient.builder(), address)
          .credentialsProvider(AnonymousCredentialsProvider.create())
          .endpointProvider(asked ->
              own.resolveEndpoint(asked.toBuilder().endpoint(text(address)).build()))
          .build();
    }
    return sts;
  }

  private static @Nullable String text(@Nullable URI address) {
    return address == null ? null : address.toString();
  }

  /** The endpoint provider has the last word, so that the SDK cannot find an address of its own. */
  private <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> B configured(
      B builder, @Nullable URI address) {
    builder
        .region(region)
        .httpClient(http)
        .overrideConfiguration(options -> options
            .retryStrategy(AwsRetryStrategy.doNotRetry())
            .defaultProfileFile(profile.file())
            .defaultProfileName(profile.name())
            .putAdvancedOption(SdkAdvancedClientOption.USER_AGENT_SUFFIX, UserAgent.TEXT));
    if (address != null) {
      builder.endpointOverride(address).fipsEnabled(false).dualstackEnabled(false);
    }
    return builder;
  }

  Map<String, String> describe() {
    Map<String, String> shown = new LinkedHashMap<>();
    shown.put("address", endpoint == null ? "AWS" : endpoint.toString());
    shown.put("region", region.id());
    shown.put("identity", logins.describe());
    return shown;
  }

  @Override
  public void close() {
    http.close();
    identity.close();
  }
}
