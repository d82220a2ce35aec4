package dev.keyturn.azure;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.spi.StoreContext;
import dev.keyturn.spi.StoreException;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The keys of the store, read and checked. */
final class AzureSettings {
  static final Set<String> SECRET_KEYS = Set.of("id-token");
  static final Set<String> KEYS =
      Set.of("vault-url", "authority", "auth", "tenant-id", "client-id", "id-token", "audience");

  private static final String PUBLIC_AUTHORITY = "https://login.microsoftonline.com";
  private static final Pattern TENANT = Pattern.compile("[0-9A-Za-z.-]{1,255}");
  private static final Pattern CLIENT = Pattern.compile("[0-9A-Za-z-]{1,64}");

  private final StoreContext context;

  AzureSettings(StoreContext context) {
    this.context = context;
  }

  /** Where the identity comes from. */
  enum Auth {
    DEFAULT,
    MANAGED_IDENTITY,
    CI
  }

  Auth auth() throws StoreException {
    String text = context.config("auth").orElse("default");
    return switch (text) {
      case "default" -> Auth.DEFAULT;
      case "managed-identity" -> Auth.MANAGED_IDENTITY;
      case "ci" -> Auth.CI;
      default -> throw invalid("auth", "is default, managed-identity or ci");
    };
  }

  /** The vault, without a path. */
  URI vault() throws StoreException {
    String text = context
        .config("vault-url")
        .orElseThrow(() -> invalid("vault-url", "is missing: https://NAME.vault.azure.net"));
    return secure("vault-url", context.address("store." + context.name() + ".vault-url", text));
  }

  /** Where tokens are asked for; the SDK is left to find no other. */
  URI authority() throws StoreException {
    Optional<String> configured = context.config("authority");
    if (configured.isPresent()) {
      return secure(
          "authority", context.address("store." + context.name() + ".authority", configured.get()));
    }
    String text = variable("AZURE_AUTHORITY_HOST").orElse(PUBLIC_AUTHORITY);
    String address = text.contains("://") ? text : "https://" + text; // as the SDKs take it
    return secure("authority", context.address("AZURE_AUTHORITY_HOST", address));
  }

  private URI secure(String key, URI address) throws StoreException {
    boolean bare = String.valueOf(address.getRawPath()).isEmpty()
        && address.getRawQuery() == null
        && address.getRawFragment() == null;
    if (!"https".equals(address.getScheme().toLowerCase(Locale.ROOT)) || !bare) {
      throw invalid(key, "is https://HOST, also on this machine, without a path");
    }
    return address;
  }

  /** The application that a CI job acts as, or the managed identity that is meant. */
  Optional<String> clientId() throws StoreException {
    return checked("client-id", "AZURE_CLIENT_ID", CLIENT);
  }

  Optional<String> tenantId() throws StoreException {
    if (auth() == Auth.MANAGED_IDENTITY && context.config("tenant-id").isPresent()) {
      throw invalid("tenant-id", "does not go with auth=managed-identity, which has its own");
    }
    return checked("tenant-id", "AZURE_TENANT_ID", TENANT);
  }

  private Optional<String> checked(String key, String variable, Pattern pattern)
      throws StoreException {
    Optional<String> text = context.config(key).or(() -> variable(variable));
    if (text.isPresent() && !pattern.matcher(text.get()).matches()) {
      // it becomes part of an address
      throw invalid(key, "(or " + variable + ") is no id of Entra ID");
    }
    return text;
  }

  String audience() {
    return context.config("audience").orElse("api://AzureADTokenExchange");
  }

  private Optional<String> variable(String name) {
    return Optional.ofNullable(context.environment().get(name)).filter(value -> !value.isEmpty());
  }

  StoreException invalid(String key, String message) {
    return new StoreException(
        ErrorCode.INVALID_CONFIGURATION, "store." + context.name() + "." + key + " " + message);
  }
}
