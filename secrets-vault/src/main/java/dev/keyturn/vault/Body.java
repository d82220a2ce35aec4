package dev.keyturn.vault;

import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Takes in the body of an answer, up to a limit. */
final class Body implements HttpResponse.BodySubscriber<byte[]> {
  /** Vault holds values of 1 MiB, each of whose bytes JSON may write as six. */
  static final int MAX_BYTES = 8 * 1024 * 1024;

  private final HttpResponse.BodySubscriber<byte[]> whole =
      HttpResponse.BodySubscribers.ofByteArray();
  private final CompletableFuture<byte[]> result = new CompletableFuture<>();
  private long left;
  private Flow.@Nullable Subscription subscription;

  Body(int limit) {
    this.left = limit;
    var unused = whole.getBody().whenComplete(this::complete);
  }

  private void complete(byte[] bytes, @Nullable Throwable failure) {
    if (failure == null) {
      result.complete(bytes);
    } else {
      result.completeExceptionally(failure);
    }
  }

  @Override
  public CompletionStage<byte[]> getBody() {
    return result;
  }

  @Override
  public void onSubscribe(Flow.Subscription subscribed) {
    subscription = subscribed;
    whole.onSubscribe(subscribed);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    for (ByteBuffer buffer : buffers) {
      left -= buffer.remaining();
    }
    if (left < 0) {
      if (subscription != null) {
        subscription.cancel();
      }
      result.completeExceptionally(new TooLong());
    } else {
      whole.onNext(buffers);
    }
  }

  @Override
  public void onError(Throwable failure) {
    whole.onError(failure);
  }

  @Override
  public void onComplete() {
    whole.onComplete();
  }

  /** There was more than there may be. */
  static final class TooLong extends java.io.IOException {
    private static final long serialVersionUID = 1L;

    TooLong() {
      super("too long");
    }
  }
}
