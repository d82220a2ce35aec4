package dev.keyturn.aws;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.StoredSecret;
import dev.keyturn.spi.StoreException;
import dev.keyturn.spi.TimeSource;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads trees, and goes on where the service asked for fewer calls. A tree of many pages would
 * otherwise begin anew at each attempt, and be refused in its middle each time.
 */
final class ParameterTrees {
  private static final Duration KEPT = Duration.ofSeconds(15);

  private final ParameterCalls calls;
  private final TimeSource time;
  private final Map<ParameterName, HalfRead> halfRead = new ConcurrentHashMap<>();

  ParameterTrees(ParameterCalls calls, TimeSource time) {
    this.calls = calls;
    this.time = time;
  }

  /** A tree that waits for the next attempt, and the timer that forgets it. */
  private static final class HalfRead {
    final ParameterTree tree;
    volatile TimeSource.@Nullable Timer timer;

    HalfRead(ParameterTree tree) {
      this.tree = tree;
    }
  }

  StoredSecret fetch(ParameterName name) throws StoreException, InterruptedException {
    ParameterTree tree = take(name);
    try {
      return tree.fetch();
    } catch (StoreException e) {
      if (e.code() == ErrorCode.THROTTLED) {
        keep(name, tree, KEPT.plus(e.retryAfter().orElse(Duration.ZERO)));
      }
      throw e;
    }
  }

  private ParameterTree take(ParameterName name) {
    HalfRead kept = remove(name);
    return kept == null ? new ParameterTree(calls, name) : kept.tree;
  }

  /** Takes it out, so that no two threads go on with one. */
  private @Nullable HalfRead remove(ParameterName name) {
    HalfRead kept = halfRead.remove(name);
    TimeSource.Timer timer = kept == null ? null : kept.timer;
    if (timer != null) {
      timer.cancel();
    }
    return kept;
  }

  private void keep(ParameterName name, ParameterTree tree, Duration howLong) {
    HalfRead kept = new HalfRead(tree);
    halfRead.put(name, kept);
    kept.timer = time.schedule(howLong, () -> halfRead.remove(name, kept));
  }

  void forget() {
    halfRead.keySet().forEach(this::remove);
  }
}
