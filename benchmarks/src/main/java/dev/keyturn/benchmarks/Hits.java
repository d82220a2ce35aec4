package dev.keyturn.benchmarks;

import com.amazonaws.secretsmanager.caching.SecretCache;
import com.amazonaws.secretsmanager.caching.SecretCacheConfiguration;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.keyturn.LiveSecret;
import dev.keyturn.Secrets;
import dev.keyturn.SecretsBuilder;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** One read of what is cached and fresh. Each cache holds a hundred secrets, of which one is read. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@NullUnmarked // the fields are set up by JMH
public class Hits {
  private static final int SECRETS = 100;
  private static final String NAME = "db-7";
  private static final String REFERENCE = "store://db-7";
  private static final String FIELD = "store://db-7#password";

  private final ConcurrentHashMap<String, String> map = new ConcurrentHashMap<>();
  private final Cache<String, String> caffeine =
      Caffeine.newBuilder().expireAfterWrite(Duration.ofMinutes(5)).build();
  private SecretCache aws;
  private Secrets secrets;
  private LiveSecret live;
  private final AtomicReference<String> current = new AtomicReference<>();

  /** For JMH. */
  public Hits() {}

  /** Fills them all from one store, which is not asked again. */
  @Setup
  public void open() {
    Source source = new Source();
    aws = new SecretCache(new SecretCacheConfiguration().withClient(new SourceClient(source)));
    SecretsBuilder builder = Secrets.builder().store("store", new SourceStore(source));
    for (int i = 0; i < SECRETS; i++) {
      builder.alias("db-" + i, "store://db-" + i);
    }
    secrets = builder.build();
    for (int i = 0; i < SECRETS; i++) {
      fill("db-" + i, Source.text(source.version()));
    }
    secrets.get(REFERENCE);
    secrets.get(FIELD);
    live = secrets.live(NAME);
    live.get();
    current.set(Source.text(source.version()));
  }

  private void fill(String name, String value) {
    map.put(name, value);
    caffeine.put(name, value);
    aws.getSecretString(name);
    secrets.get(name);
  }

  /** Ends the threads. */
  @TearDown
  public void close() {
    secrets.close();
    aws.close();
  }

  /** The least that a lookup by name can cost. */
  @Benchmark
  public @Nullable Object map() {
    return map.get(NAME);
  }

  /** A lookup that also minds the time. */
  @Benchmark
  public @Nullable Object caffeine() {
    return caffeine.getIfPresent(NAME);
  }

  /** The caching client for one store. */
  @Benchmark
  public @Nullable Object aws() {
    return aws.getSecretString(NAME);
  }

  /** By name. */
  @Benchmark
  public Object name() {
    return secrets.get(NAME);
  }

  /** By reference. */
  @Benchmark
  public Object reference() {
    return secrets.get(REFERENCE);
  }

  /** By reference with a field. */
  @Benchmark
  public Object field() {
    return secrets.get(FIELD);
  }

  /** What a pool holds. */
  @Benchmark
  public Object live() {
    return live.get();
  }

  /** The least that a value which may change can cost. */
  @Benchmark
  public @Nullable Object volatileRead() {
    return current.get();
  }
}
