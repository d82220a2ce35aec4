package dev.keyturn.spi;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.Secret;
import dev.keyturn.model.SecretRef;
import java.net.ProxySelector;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.X509TrustManager;

/**
 * What the engine gives to one store. All methods may be called from any thread, for as long as the
 * store is open.
 */
public interface StoreContext {
  /**
   * Names the store, for messages.
   *
   * @return the name, which is also the scheme of its references
   */
  String name();

  /**
   * Reads a setting of the store.
   *
   * @param key one of the provider's {@code keys()}, but not of its {@code secretKeys()}
   * @return the value, trimmed; empty if it is not set
   */
  Optional<String> config(String key);

  /**
   * Lists the settings that a key with {@code *} stands for.
   *
   * @param prefix what stands before the {@code *}, with its dot
   * @return the endings and their values
   */
  Map<String, String> configs(String prefix);

  /**
   * Reads a setting that is itself secret, from the store that its reference names. Blocks; to be
   * called at each login, on the thread of the fetch, whose deadline then holds for it too. It comes
   * from the cache where that is fresh.
   *
   * @param key one of the provider's {@code secretKeys()}
   * @return the secret; empty if the key is not set
   * @throws StoreException if it cannot be had: {@link ErrorCode#UNAUTHENTICATED} if it is missing or
   *     denied, otherwise with the code of its own store
   * @throws InterruptedException if the thread is interrupted
   */
  Optional<Secret> secret(String key) throws StoreException, InterruptedException;

  /**
   * Reads an address under the rule that holds for all stores: https, or a loopback host; no user
   * info. It is not looked up.
   *
   * @param what where it was said, for the message: a configuration key or a variable
   * @param text the address
   * @return the address, without a slash at its end
   * @throws StoreException {@link ErrorCode#INVALID_CONFIGURATION} if the rule is broken
   */
  URI address(String what, String text) throws StoreException;

  /**
   * Tells the way out for this store: through the proxy that its {@code proxy} names (none at all if
   * that is {@code none}), else through that of {@code HTTPS_PROXY}, unless {@code NO_PROXY} lists the
   * host, else as the system properties of this process say. {@code HTTPS_PROXY} is for https addresses
   * only. This machine, 169.254.0.0/16 and fe80::/10 are always reached directly. Neither this method nor
   * the selector does any I/O or looks a name up; the selector may be used by many threads, and names the
   * proxy by an unresolved address.
   *
   * <p>To be called where a connection is to be made that is not to this machine, and no later than that.
   * The SDK is left to find no other proxy.
   *
   * @return the selector: to each address one or more proxies, or {@link java.net.Proxy#NO_PROXY}
   * @throws StoreException {@link ErrorCode#INVALID_CONFIGURATION} if what is named is not {@code
   *     http://HOST:PORT}, or holds a user; the message does not repeat it
   */
  ProxySelector proxies() throws StoreException;

  /**
   * Tells whose certificates this store accepts, if its {@code ca-cert} is set: those that this process
   * accepts anyway, and those in that file. Reads the file at each call.
   *
   * @return who judges certificates, a {@link javax.net.ssl.X509ExtendedTrustManager} that also checks
   *     host names where the connection asks for it; empty if {@code ca-cert} is not set, and then what
   *     the JDK has by itself is right
   * @throws StoreException {@link ErrorCode#INVALID_CONFIGURATION} if the path is not absolute, the file
   *     cannot be read, or it holds no certificates in PEM; the message holds nothing of the file
   */
  Optional<X509TrustManager> trust() throws StoreException;

  /**
   * Does the same for a file that is named elsewhere, such as by {@code VAULT_CACERT}. Reads it at each
   * call.
   *
   * @param what where the file is named, for the message: a key or a variable
   * @param file its path, which may be relative to the working directory
   * @return who judges certificates, as for {@link #trust()}
   * @throws StoreException {@link ErrorCode#INVALID_CONFIGURATION} if the file cannot be read, or holds no
   *     certificates in PEM; the message names {@code what} and holds nothing of the file
   */
  X509TrustManager trust(String what, String file) throws StoreException;

  /**
   * Judges why a connection failed before the service answered, in the words that all stores use: names
   * the proxy where that is what failed, and {@code ca-cert} where a certificate is not trusted. It knows
   * what the two HTTP clients of the JDK throw.
   *
   * @param address what was to be reached
   * @param failure what the connection threw; nothing of its messages is repeated
   * @return {@link ErrorCode#TIMEOUT}, or {@link ErrorCode#UNAVAILABLE}, which is not retryable where
   *     trying again cannot help; to be thrown
   */
  StoreException unreached(URI address, Throwable failure);

  /** {@return the environment's variables; not to be changed} */
  Map<String, String> environment();

  /** {@return the clock, the timers and the threads} */
  TimeSource time();

  /**
   * Gives the identity of the job that this process runs in: the token that {@code id-token} names, or
   * that of the CI system which is found by its environment. No I/O.
   *
   * @return the source, to be asked anew at each exchange; empty if there is none
   */
  Optional<IdTokenSource> idTokens();

  /**
   * Says that a secret may have changed, or lost its lease. Returns at once. The engine asks for it
   * anew, at most once per second; readers keep what they have unless it was leased.
   *
   * @param ref the secret
   */
  void changed(SecretRef ref);

  /** Says the same of everything that this store has given. */
  void changed();
}
