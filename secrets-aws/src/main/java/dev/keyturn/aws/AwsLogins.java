package dev.keyturn.aws;

import dev.keyturn.spi.IdTokenSource;
import dev.keyturn.spi.StoreContext;
import dev.keyturn.spi.StoreException;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** Chooses how the store logs in. Whatever can be found wrong is found when the store is opened. */
final class AwsLogins {
  private final AwsClients clients;
  private final StoreContext context;
  private final AwsSettings settings;
  private final AwsProfile profile;

  AwsLogins(AwsClients clients, AwsProfile profile) {
    this.clients = clients;
    this.context = clients.context();
    this.settings = clients.settings();
    this.profile = profile;
  }

  AwsIdentity.Login choose(@Nullable URI endpoint) throws StoreException {
    AwsSettings.Auth auth = settings.auth();
    settings.sessionName();
    settings.duration();
    return switch (auth) {
      case NONE -> nobody(endpoint);
      case CI -> job();
      case DEFAULT -> chain();
    };
  }

  boolean isNobody() {
    return context.config("auth").filter("none"::equals).isPresent();
  }

  /** For test servers, which want a signature and do not look at it. */
  private AwsIdentity.Login nobody(@Nullable URI endpoint) throws StoreException {
    if (endpoint == null || !AwsAddress.isLoopback(endpoint)) {
      throw settings.invalid("auth", "=none is for an endpoint on this machine only");
    }
    AwsCredentialsProvider nobody =
        StaticCredentialsProvider.create(AwsBasicCredentials.create("none", "none"));
    return () -> nobody;
  }

  private AwsIdentity.Login job() throws StoreException {
    Optional<IdTokenSource> tokens = context.idTokens();
    if (tokens.isEmpty()) {
      throw settings.invalid(
          "auth", "=ci, but no CI system with ID tokens is found; is id-token to be set?");
    }
    boolean china = AwsAddress.partition(clients.region()).equals("aws-cn");
    String audience = settings.audience().orElse("sts.amazonaws.com" + (china ? ".cn" : ""));
    return () -> {
      RoleExchange exchange = new RoleExchange(clients.sts(), context.time(), role(), settings);
      return new RoleCredentials(() -> exchange.withToken(tokens.get(), audience), context.time());
    };
  }

  private String role() {
    return context.config("role-arn").orElseThrow();
  }

  private AwsIdentity.Login chain() throws StoreException {
    boolean role = settings.roleArn().isPresent();
    AtomicBoolean again = new AtomicBoolean();
    return () -> {
      if (again.getAndSet(true)) {
        profile.reload();
      }
      ChainCredentials chain = new ChainCredentials(profile, context.environment());
      if (!role) {
        return chain;
      }
      RoleExchange exchange = new RoleExchange(clients.sts(), context.time(), role(), settings);
      return new RoleCredentials(
          () -> exchange.withCredentials(chain, settings.externalId()), context.time(), chain);
    };
  }

  String describe() {
    String role = context.config("role-arn").map(arn -> ", role " + arn).orElse("");
    return switch (context.config("auth").orElse("default")) {
      case "none" -> "none";
      case "ci" -> "ID token of " + context.idTokens().map(IdTokenSource::name).orElse("-") + role;
      default ->
        (profile.isConfigured() ? "profile " + profile.name() : "AWS default chain") + role;
    };
  }
}
