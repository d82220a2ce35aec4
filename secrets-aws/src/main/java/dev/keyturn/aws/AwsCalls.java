package dev.keyturn.aws;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.spi.StoreException;
import dev.keyturn.spi.TimeSource;
import java.time.Duration;
import java.util.function.Supplier;

/** How a store calls its service: within a deadline, with every failure in our vocabulary. */
final class AwsCalls {
  private final TimeSource time;
  private final AwsIdentity identity;

  AwsCalls(TimeSource time, AwsIdentity identity) {
    this.time = time;
    this.identity = identity;
  }

  TimeSource time() {
    return time;
  }

  /** All that one fetch does. */
  <T> T fetch(Duration timeout, Deadline.Work<T, StoreException> work)
      throws StoreException, InterruptedException {
    return Deadline.within(time, timeout, work);
  }

  /** One call. A login that was not accepted is dropped. */
  <T> T ask(Question question, Supplier<T> call) throws StoreException, InterruptedException {
    Deadline deadline = Deadline.current();
    if (deadline.isOver()) {
      throw new StoreException(
          ErrorCode.TIMEOUT, question.operation().permission + " was not sent: the time is over");
    }
    try {
      return call.get();
    } catch (RuntimeException e) {
      StoreException failure = AwsFailures.of(e, question, time.instant());
      if (failure.code() == ErrorCode.UNAUTHENTICATED) {
        identity.drop(deadline.login());
      }
      throw failure;
    }
  }
}
