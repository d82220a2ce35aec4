package dev.keyturn.vault;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.spi.StoreException;
import java.net.http.HttpClient;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Whose certificates are accepted and which is shown; nothing in the surroundings can switch that off. */
final class Tls {
  private static final String CA = "VAULT_CACERT";

  /** Variables of Vault's tools and drivers that make them accept any certificate, by the value that does not. */
  private static final Map<String, List<String>> SWITCHES = Map.of(
      "VAULT_SKIP_VERIFY", List.of("0", "f", "false"), "VAULT_SSL_VERIFY", List.of("1", "true"));

  private final VaultSettings settings;
  private final @Nullable ClientKey own;

  Tls(VaultSettings settings, @Nullable ClientKey own) throws StoreException {
    this.settings = settings;
    this.own = own;
    for (Map.Entry<String, List<String>> variable : SWITCHES.entrySet()) {
      Optional<String> value = settings.variable(variable.getKey());
      if (value.isPresent()
          && !variable.getValue().contains(value.get().strip().toLowerCase(Locale.ROOT))) {
        throw new StoreException(
            ErrorCode.INVALID_CONFIGURATION,
            variable.getKey()
                + " is set to switch the check of certificates off, which is not done: unset it, and "
                + "name the CA's certificate in "
                + settings.key("ca-cert")
                + " or "
                + CA);
      }
    }
  }

  /** A client with what the files hold now. */
  HttpClient client(Executor executor) throws StoreException {
    HttpClient.Builder builder = HttpClient.newBuilder()
        // each call on a connection of its own: one that breaks takes no other with it
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NEVER)
        .proxy(settings.context().proxies())
        .executor(executor);
    if ("https".equals(settings.address().getScheme())) {
      SSLParameters parameters = new SSLParameters();
      parameters.setEndpointIdentificationAlgorithm(
          "HTTPS"); // a system property can unset the default
      builder.sslContext(sslContext()).sslParameters(parameters);
    }
    return builder.build();
  }

  private SSLContext sslContext() throws StoreException {
    Optional<X509TrustManager> trust = trust();
    KeyManager[] keys = own == null ? null : own.load();
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys, trust.map(t -> new TrustManager[] {t}).orElse(null), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new StoreException(ErrorCode.INTERNAL, "the JDK offers no TLS", e);
    }
  }

  private Optional<X509TrustManager> trust() throws StoreException {
    Optional<X509TrustManager> configured = settings.context().trust();
    Optional<String> ambient = settings.variable(CA);
    return configured.isPresent() || ambient.isEmpty()
        ? configured
        : Optional.of(settings.context().trust(CA, ambient.get()));
  }
}
