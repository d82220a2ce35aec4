package dev.keyturn.benchmarks;

import com.amazonaws.secretsmanager.caching.SecretCache;
import com.amazonaws.secretsmanager.caching.SecretCacheConfiguration;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.keyturn.Secrets;
import dev.keyturn.model.CachePolicy;
import dev.keyturn.model.SecretsObserver;
import java.time.Duration;
import java.util.Locale;

/** A cache in front of a {@link Source}, set up as its own documentation has it. */
interface Contestant extends AutoCloseable {
  /** The secret's text, from the cache or from the source. */
  String get() throws Exception;

  @Override
  void close();

  /** Those that are compared, in the order of the table's columns. */
  enum Kind {
    KEYTURN,
    CAFFEINE_EXPIRE,
    CAFFEINE_REFRESH,
    AWS;

    Contestant open(Source source, Duration ttl, SecretsObserver observer) {
      return switch (this) {
        case KEYTURN -> keyturn(source, ttl, observer);
        case CAFFEINE_EXPIRE -> caffeine(Caffeine.newBuilder().expireAfterWrite(ttl), source);
        case CAFFEINE_REFRESH -> caffeine(Caffeine.newBuilder().refreshAfterWrite(ttl), source);
        case AWS -> aws(source, ttl);
      };
    }

    Contestant open(Source source, Duration ttl) {
      return open(source, ttl, new SecretsObserver() {});
    }

    String text() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  private static Contestant keyturn(Source source, Duration ttl, SecretsObserver observer) {
    Secrets secrets = Secrets.builder()
        .store("store", new SourceStore(source))
        .cache(CachePolicy.defaults().withTtl(ttl))
        .timeout(Duration.ofSeconds(4))
        .observer(observer)
        .build();
    return of(() -> secrets.get("store://db").reveal(), secrets::close);
  }

  private static Contestant caffeine(Caffeine<Object, Object> builder, Source source) {
    LoadingCache<String, String> cache = builder.build(key -> Source.text(source.fetch()));
    return of(() -> cache.get("db"), () -> {});
  }

  private static Contestant aws(Source source, Duration ttl) {
    SecretCache cache = new SecretCache(new SecretCacheConfiguration()
        .withClient(new SourceClient(source))
        .withCacheItemTTL(ttl.toMillis()));
    return of(() -> cache.getSecretString("db"), cache::close);
  }

  private static Contestant of(Read read, Runnable close) {
    return new Contestant() {
      @Override
      public String get() throws Exception {
        return read.get();
      }

      @Override
      public void close() {
        close.run();
      }
    };
  }

  /** One get. */
  @FunctionalInterface
  interface Read {
    /** Reads. */
    String get() throws Exception;
  }
}
