package dev.keyturn.internal;

import dev.keyturn.model.Secret;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Skeleton; the engine follows. */
public final class Engine {
  public interface StatusFactory<S> {
    S of(
        String name,
        String kind,
        Optional<String> module,
        boolean open,
        Map<String, String> details,
        Map<String, String> settings,
        Optional<String> problem);
  }

  public Engine(Settings settings) {}

  public Secret get(String text) {
    throw new UnsupportedOperationException();
  }

  public Secret get(String text, Duration timeout) {
    throw new UnsupportedOperationException();
  }

  public Map<String, Secret> getAll(Collection<String> texts) {
    throw new UnsupportedOperationException();
  }

  public CompletableFuture<Secret> getAsync(String text) {
    throw new UnsupportedOperationException();
  }

  public <L> L live(String text, Function<Live, L> wrap) {
    throw new UnsupportedOperationException();
  }

  public Secret refresh(String text) {
    throw new UnsupportedOperationException();
  }

  public Collection<String> names() {
    throw new UnsupportedOperationException();
  }

  public <S> List<S> stores(StatusFactory<S> factory) {
    throw new UnsupportedOperationException();
  }

  public void close() {}
}
