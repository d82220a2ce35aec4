package dev.keyturn.gcp;

import com.google.api.gax.httpjson.HttpJsonChannel;
import com.google.api.gax.httpjson.HttpJsonTransportChannel;
import com.google.api.gax.httpjson.ManagedHttpJsonChannel;
import java.util.concurrent.TimeUnit;

/**
 * The SDK's word for a channel and its life. Ours has none of its own: it ends with the store. The SDK's
 * would start threads, and log a warning that a library for another TLS is missing.
 */
final class SdkTransport extends HttpJsonTransportChannel {
  private final SdkChannel channel;

  SdkTransport(SdkChannel channel) {
    this.channel = channel;
  }

  @Override
  public HttpJsonChannel getChannel() {
    return channel;
  }

  @Override
  public ManagedHttpJsonChannel getManagedChannel() {
    throw new UnsupportedOperationException("the store manages its channel itself");
  }

  @Override
  public void shutdown() {}

  @Override
  public boolean isShutdown() {
    return true;
  }

  @Override
  public boolean isTerminated() {
    return true;
  }

  @Override
  public void shutdownNow() {}

  @Override
  public boolean awaitTermination(long duration, TimeUnit unit) {
    return true;
  }

  @Override
  public void close() {}
}
