package dev.keyturn.gcp;

import com.google.api.gax.core.FixedExecutorProvider;
import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.rpc.FixedTransportChannelProvider;
import com.google.cloud.secretmanager.v1.AccessSecretVersionRequest;
import com.google.cloud.secretmanager.v1.AccessSecretVersionResponse;
import com.google.cloud.secretmanager.v1.SecretManagerServiceClient;
import com.google.cloud.secretmanager.v1.SecretManagerServiceSettings;
import dev.keyturn.model.ErrorCode;
import dev.keyturn.spi.StoreException;
import java.io.IOException;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/** The SDK's client over REST: our channel, no retries, no thread of its own. */
final class SdkClient implements AutoCloseable {
  private final ScheduledThreadPoolExecutor unused = new ScheduledThreadPoolExecutor(0);
  private final SecretManagerServiceClient client;

  SdkClient(SdkChannel channel) throws StoreException {
    try {
      client = SecretManagerServiceClient.create(settings(channel));
    } catch (IOException | RuntimeException e) {
      throw new StoreException(
          ErrorCode.INVALID_CONFIGURATION, "the Google SDK cannot make a client", e);
    }
  }

  private SecretManagerServiceSettings settings(SdkChannel channel) throws IOException {
    SecretManagerServiceSettings.Builder settings =
        SecretManagerServiceSettings.newHttpJsonBuilder();
    settings
        .setEndpoint(authority(channel.endpoint))
        .setCredentialsProvider(NoCredentialsProvider.create())
        .setBackgroundExecutorProvider(FixedExecutorProvider.create(unused))
        .setTransportChannelProvider(
            FixedTransportChannelProvider.create(new SdkTransport(channel)))
        .applyToAllUnaryMethods(call -> {
          call.setRetryableCodes(Set.of());
          return null;
        });
    settings.getStubSettingsBuilder().setStreamWatchdogProvider(null);
    return settings.build();
  }

  /** Only so that the SDK looks for no other: the channel knows where to. */
  private static String authority(URI endpoint) {
    int port = endpoint.getPort() < 0 ? 443 : endpoint.getPort();
    return endpoint.getHost() + ":" + port;
  }

  AccessSecretVersionResponse access(String resource) {
    return client
        .accessSecretVersionCallable()
        .call(AccessSecretVersionRequest.newBuilder().setName(resource).build());
  }

  @Override
  public void close() {
    client.close();
    unused.shutdownNow();
  }
}
