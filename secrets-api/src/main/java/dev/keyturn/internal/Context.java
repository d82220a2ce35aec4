package dev.keyturn.internal;

import dev.keyturn.internal.identity.IdTokenSources;
import dev.keyturn.internal.ways.Certificates;
import dev.keyturn.internal.ways.Ways;
import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.Secret;
import dev.keyturn.model.SecretRef;
import dev.keyturn.model.SecretsException;
import dev.keyturn.spi.IdTokenSource;
import dev.keyturn.spi.StoreContext;
import dev.keyturn.spi.StoreException;
import dev.keyturn.spi.TimeSource;
import java.net.ProxySelector;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.net.ssl.X509TrustManager;

/** What one store sees of the engine. */
final class Context implements StoreContext {
  private final Core core;
  private final Engine engine;
  private final StoreSlot slot;
  private final Addresses addresses;

  Context(Core core, Engine engine, StoreSlot slot, Addresses addresses) {
    this.core = core;
    this.engine = engine;
    this.slot = slot;
    this.addresses = addresses;
  }

  @Override
  public String name() {
    return slot.name();
  }

  @Override
  public Optional<String> config(String key) {
    return Optional.ofNullable(slot.settings().values().get(key));
  }

  @Override
  public Map<String, String> configs(String prefix) {
    Map<String, String> found = new TreeMap<>();
    slot.settings().values().forEach((key, value) -> {
      if (key.startsWith(prefix)) {
        found.put(key.substring(prefix.length()), value);
      }
    });
    return found;
  }

  @Override
  public Optional<Secret> secret(String key) throws StoreException, InterruptedException {
    String nameOrRef = slot.settings().values().get(key);
    if (nameOrRef == null) {
      return Optional.empty();
    }
    long deadline = SecretLoader.deadlineOr(Nanos.plus(core.now(), slot.timeout()));
    try {
      return Optional.of(engine.credential(nameOrRef, deadline));
    } catch (SecretsException e) {
      if (e.code() == ErrorCode.INTERRUPTED) {
        Thread.interrupted();
        throw new InterruptedException();
      }
      throw new StoreException(
          outer(e.code()), "store." + name() + "." + key + ": " + e.getMessage(), e);
    }
  }

  /** A credential that is missing does not make the secret behind it missing. */
  private static ErrorCode outer(ErrorCode inner) {
    return switch (inner) {
      case NOT_FOUND, DENIED, MALFORMED -> ErrorCode.UNAUTHENTICATED;
      case INVALID_REFERENCE -> ErrorCode.INVALID_CONFIGURATION;
      default -> inner;
    };
  }

  @Override
  public URI address(String what, String text) throws StoreException {
    return addresses.check(what, text);
  }

  @Override
  public ProxySelector proxies() throws StoreException {
    return Ways.of(name(), config("proxy").orElse(null), environment());
  }

  @Override
  public Optional<X509TrustManager> trust() throws StoreException {
    String file = slot.settings().values().get("ca-cert");
    return file == null
        ? Optional.empty()
        : Optional.of(Certificates.ofAbsolute("store." + name() + ".ca-cert", file));
  }

  @Override
  public X509TrustManager trust(String what, String file) throws StoreException {
    return Certificates.of(what, file);
  }

  @Override
  public StoreException unreached(URI address, Throwable failure) {
    return Ways.unreached(name(), config("proxy").orElse(null), environment(), address, failure);
  }

  @Override
  public Map<String, String> environment() {
    return core.settings.environment();
  }

  @Override
  public TimeSource time() {
    return core.time;
  }

  @Override
  public Optional<IdTokenSource> idTokens() {
    return IdTokenSources.find(this, slot.settings().values().containsKey("id-token"));
  }

  @Override
  public void changed(SecretRef ref) {
    SecretRef whole = ref.withoutField();
    core.cache.entries().stream()
        .filter(entry -> entry.slot == slot && entry.ref.equals(whole))
        .forEach(entry -> entry.changes.heard());
  }

  @Override
  public void changed() {
    core.cache.entries().stream()
        .filter(entry -> entry.slot == slot)
        .forEach(entry -> entry.changes.heard());
  }
}
