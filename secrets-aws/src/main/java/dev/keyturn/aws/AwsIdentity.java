package dev.keyturn.aws;

import dev.keyturn.spi.StoreException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/** Whose credentials the store's calls bear. A login that is refused is dropped, and made anew. */
final class AwsIdentity implements AwsCredentialsProvider, AutoCloseable {
  private final Login login;
  private @Nullable AwsCredentialsProvider current;

  /** One way to log in. */
  interface Login {
    AwsCredentialsProvider open() throws StoreException;
  }

  AwsIdentity(Login login) {
    this.login = login;
  }

  @Override
  public AwsCredentials resolveCredentials() {
    AwsCredentialsProvider used = current();
    Deadline.current().used(used);
    return used.resolveCredentials();
  }

  private synchronized AwsCredentialsProvider current() {
    if (current == null) {
      try {
        current = login.open();
      } catch (StoreException e) {
        throw new LoginFailed(e);
      }
    }
    return current;
  }

  /** Whether calls go out with this login still. */
  synchronized boolean isCurrent(Object used) {
    return current == used;
  }

  /** Drops the login with which a call went out, unless somebody else already has. */
  synchronized void drop(@Nullable Object used) {
    if (used != null && current == used) {
      close();
    }
  }

  @Override
  public synchronized void close() {
    if (current instanceof AutoCloseable closeable) {
      ChainCredentials.closeQuietly(closeable);
    }
    current = null;
  }
}
