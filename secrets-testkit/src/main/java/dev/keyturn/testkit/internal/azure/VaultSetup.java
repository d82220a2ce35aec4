package dev.keyturn.testkit.internal.azure;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a test does to secrets on the side, at once and uncounted. */
public final class VaultSetup {
  private final VaultBook book;

  VaultSetup(VaultBook book) {
    this.book = book;
  }

  /**
   * Creates a secret or adds a version to one. A deleted one is first removed for good.
   *
   * @param name its name
   * @param value its value
   * @return the id of the version
   */
  public String put(String name, String value) {
    synchronized (book) {
      VaultSecret known = book.find(name);
      if (known != null && known.isDeleted()) {
        book.purge(known);
      }
      return book.add(name, value).id;
    }
  }

  /**
   * Adds a version to a secret.
   *
   * @param name its name
   * @param value its next value
   * @return the id of the version
   * @throws IllegalArgumentException if there is no such secret
   */
  public String rotate(String name, String value) {
    synchronized (book) {
      existing(name);
      return book.add(name, value).id;
    }
  }

  /**
   * Enables or disables a version.
   *
   * @param name the name of the secret
   * @param version the id of the version; null for the current one
   * @param enabled whether it can be read
   * @throws IllegalArgumentException if there is no such secret or version
   */
  public void enable(String name, @Nullable String version, boolean enabled) {
    change(name, version, changed -> changed.enabled = enabled);
  }

  /**
   * Says from when on the current version is valid.
   *
   * @param name the name of the secret
   * @param start the time, told to readers in whole seconds
   * @throws IllegalArgumentException if there is no such secret
   */
  public void notBefore(String name, Instant start) {
    change(name, null, changed -> changed.notBefore = start);
  }

  /**
   * Says until when the current version is valid.
   *
   * @param name the name of the secret
   * @param end the time, told to readers in whole seconds
   * @throws IllegalArgumentException if there is no such secret
   */
  public void expires(String name, Instant end) {
    change(name, null, changed -> changed.expires = end);
  }

  private void change(String name, @Nullable String id, Consumer<VaultVersion> change) {
    synchronized (book) {
      VaultSecret secret = existing(name);
      VaultVersion version = id == null ? secret.current() : secret.versions.get(id);
      if (version == null) {
        throw new IllegalArgumentException(name + " has no such version");
      }
      change.accept(version);
      version.updated = book.now();
    }
  }

  /**
   * Deletes a secret so that it can be recovered.
   *
   * @param name its name
   * @throws IllegalArgumentException if there is no such secret
   */
  public void delete(String name) {
    synchronized (book) {
      book.delete(existing(name));
    }
  }

  /**
   * Recovers a deleted secret.
   *
   * @param name its name
   * @throws IllegalArgumentException if no such secret is deleted
   */
  public void recover(String name) {
    synchronized (book) {
      VaultSecret secret = book.find(name);
      if (secret == null || !secret.isDeleted()) {
        throw new IllegalArgumentException("no deleted secret " + name);
      }
      book.recover(secret);
    }
  }

  /**
   * Removes a secret without a trace.
   *
   * @param name its name, deleted or not
   * @throws IllegalArgumentException if there is no such secret
   */
  public void purge(String name) {
    synchronized (book) {
      VaultSecret secret = book.find(name);
      if (secret == null) {
        throw new IllegalArgumentException("no secret " + name);
      }
      book.purge(secret);
    }
  }

  /**
   * Says how long deletions and recoveries take to be seen.
   *
   * @param duration how long
   */
  public void settleAfter(Duration duration) {
    synchronized (book) {
      book.settleAfter(duration);
    }
  }

  private VaultSecret existing(String name) {
    VaultSecret secret = book.find(name);
    if (secret == null || secret.isDeleted()) {
      throw new IllegalArgumentException("no secret " + name);
    }
    return secret;
  }
}
