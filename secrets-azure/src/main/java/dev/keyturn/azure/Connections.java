package dev.keyturn.azure;

import com.azure.core.http.HttpClient;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.util.Configuration;
import dev.keyturn.model.ErrorCode;
import dev.keyturn.spi.StoreContext;
import dev.keyturn.spi.StoreException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * The JDK's HTTP client, by the way out and with the certificates of one store. It follows no redirect,
 * knows no time limit of its own, and takes its threads from the engine, all but one.
 */
final class Connections implements AutoCloseable {
  /**
   * Holds the one thread that the JDK's client starts for itself and, before JDK 21, lets nobody end:
   * threads belong to the group of whoever starts them, and this one ends when it is interrupted.
   */
  private final ThreadGroup group;

  private final HttpClient client;

  private Connections(ThreadGroup group, HttpClient client) {
    this.group = group;
    this.client = client;
  }

  static Connections open(StoreContext context) throws StoreException {
    java.net.http.HttpClient.Builder settings = java.net.http.HttpClient.newBuilder()
        .executor(task -> context.time().execute(task))
        .followRedirects(java.net.http.HttpClient.Redirect.NEVER)
        .proxy(context.proxies());
    Optional<X509TrustManager> trust = context.trust();
    if (trust.isPresent()) {
      settings.sslContext(trusting(trust.get()));
    }
    ThreadGroup group = new ThreadGroup("keyturn-" + context.name());
    return new Connections(group, built(group, settings));
  }

  private static SSLContext trusting(X509TrustManager trust) throws StoreException {
    try {
      SSLContext tls = SSLContext.getInstance("TLS");
      tls.init(null, new TrustManager[] {trust}, null);
      return tls;
    } catch (GeneralSecurityException e) {
      throw new StoreException(ErrorCode.INVALID_CONFIGURATION, "this JDK offers no TLS", e);
    }
  }

  private static HttpClient built(ThreadGroup group, java.net.http.HttpClient.Builder settings)
      throws StoreException {
    AtomicReference<HttpClient> made = new AtomicReference<>();
    Thread builder = new Thread(group, () -> made.set(sdk(settings)), group.getName() + "-open");
    builder.setDaemon(true);
    builder.start();
    try {
      builder.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    HttpClient client = made.get();
    if (client == null) {
      group.interrupt();
      throw new StoreException(ErrorCode.UNAVAILABLE, "the HTTP client could not be built");
    }
    return client;
  }

  /** The SDK would look for a proxy of its own, and set limits of 60 s. */
  private static HttpClient sdk(java.net.http.HttpClient.Builder settings) {
    return new JdkHttpClientBuilder(settings)
        .configuration(Configuration.NONE)
        .connectionTimeout(Duration.ofMinutes(5))
        .responseTimeout(Duration.ZERO)
        .readTimeout(Duration.ZERO)
        .writeTimeout(Duration.ZERO)
        .build();
  }

  HttpClient client() {
    return client;
  }

  @Override
  public void close() {
    group.interrupt();
  }
}
