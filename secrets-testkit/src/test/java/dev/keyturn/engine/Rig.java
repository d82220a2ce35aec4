package dev.keyturn.engine;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keyturn.Secrets;
import dev.keyturn.SecretsBuilder;
import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.Secret;
import dev.keyturn.model.SecretsException;
import dev.keyturn.testkit.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.UnaryOperator;

/** An engine on a clock of its own, over a scripted store named {@code s}. */
final class Rig implements AutoCloseable {
  static final Duration TTL = Duration.ofMinutes(5);
  static final Duration STALE = Duration.ofHours(1);
  static final Duration TICK = Duration.ofNanos(1);

  final ManualTime time = new ManualTime();
  final ScriptedStore store = new ScriptedStore(time);
  final LogLines log = new LogLines();
  final Secrets secrets;
  private final List<CompletableFuture<Secret>> asked = new ArrayList<>();

  Rig() {
    this(builder -> builder);
  }

  Rig(UnaryOperator<SecretsBuilder> more) {
    SecretsBuilder builder = Secrets.builder().environment(Map.of()).time(time).store("s", store);
    secrets = more.apply(builder).build();
  }

  /** Gets, and lets time pass until there is an answer. */
  Secret get(String text) {
    return finish(caller(() -> secrets.get(text)));
  }

  /** What came of it where no time may pass. */
  Secret now(CompletableFuture<Secret> caller) {
    time.awaitIdle();
    if (!caller.isDone()) {
      throw new AssertionError("there is no answer yet");
    }
    return join(caller);
  }

  Secret getNow(String text) {
    return now(caller(() -> secrets.get(text)));
  }

  /** Asks without caring for the answer. */
  void ask(String text) {
    keep(secrets.getAsync(text));
  }

  void keep(CompletableFuture<Secret> answer) {
    asked.add(answer);
  }

  <T> CompletableFuture<T> caller(Callable<T> call) {
    return time.start(call);
  }

  <T> T finish(CompletableFuture<T> caller) {
    time.awaitIdle();
    for (int seconds = 0; seconds < 100 && !caller.isDone(); seconds++) {
      time.advance(Duration.ofSeconds(1));
    }
    return join(caller);
  }

  static <T> T join(CompletableFuture<T> caller) {
    try {
      return caller.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof SecretsException known) {
        throw known;
      }
      throw e;
    }
  }

  static ErrorCode code(Callable<?> call) {
    return failure(call).code();
  }

  static SecretsException failure(Callable<?> call) {
    SecretsException thrown = catchThrowableOfType(SecretsException.class, call::call);
    if (thrown == null) {
      throw new AssertionError("it did not fail");
    }
    return thrown;
  }

  /** The clock comes so far that a refresh ahead was due for what is wanted, and nothing has ended. */
  void toRefresh() {
    time.advance(TTL.multipliedBy(80).dividedBy(100));
  }

  @Override
  public void close() {
    try {
      finish(caller(() -> {
        secrets.close();
        return "closed";
      }));
    } finally {
      log.close();
    }
  }
}
