package dev.keyturn.aws;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.SecretRef;
import dev.keyturn.spi.BatchStore.Result;
import dev.keyturn.spi.StoreException;
import dev.keyturn.spi.TimeSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A batch in the service's own portions. */
final class Chunks {
  private Chunks() {}

  /** Asks for one portion. */
  @FunctionalInterface
  interface Ask<N> {
    Map<SecretRef, Result> answers(Map<SecretRef, N> chunk)
        throws StoreException, InterruptedException;
  }

  /**
   * Asks for all portions. One that was refused as a whole (no permission for the batch call, or for
   * one of its secrets) is left out, so that each of its secrets is read singly and gets its own
   * answer.
   */
  static <N> Map<SecretRef, Result> ask(
      TimeSource time, Map<SecretRef, N> names, int size, Ask<N> ask)
      throws StoreException, InterruptedException {
    List<Map<SecretRef, N>> chunks = split(names, size);
    List<Parallel.Outcome<Map<SecretRef, Result>>> outcomes =
        Parallel.run(time, chunks, ask::answers);
    Map<SecretRef, Result> results = new HashMap<>();
    for (int i = 0; i < chunks.size(); i++) {
      StoreException failure = outcomes.get(i).failure();
      Map<SecretRef, Result> answers = outcomes.get(i).answer();
      if (answers != null) {
        results.putAll(answers);
      } else if (failure != null) {
        results.putAll(failed(chunks.get(i), failure));
      }
    }
    return results;
  }

  private static <N> Map<SecretRef, Result> failed(Map<SecretRef, N> chunk, StoreException failure)
      throws StoreException {
    if (failure.code() == ErrorCode.UNAUTHENTICATED) {
      throw failure;
    }
    Map<SecretRef, Result> results = new HashMap<>();
    if (failure.isRetryable()) {
      chunk.keySet().forEach(ref -> results.put(ref, Result.failed(failure)));
    }
    return results;
  }

  private static <N> List<Map<SecretRef, N>> split(Map<SecretRef, N> names, int size) {
    List<Map<SecretRef, N>> chunks = new ArrayList<>();
    Map<SecretRef, N> chunk = new HashMap<>();
    for (Map.Entry<SecretRef, N> name : names.entrySet()) {
      chunk.put(name.getKey(), name.getValue());
      if (chunk.size() == size) {
        chunks.add(chunk);
        chunk = new HashMap<>();
      }
    }
    if (!chunk.isEmpty()) {
      chunks.add(chunk);
    }
    return chunks;
  }
}
