package dev.keyturn.testkit.internal.aws;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a test does to secrets without asking the service. Safe for use by many threads. */
public final class SecretSetup {
  private static final Duration RECOVERY = Duration.ofDays(30);

  private final SecretBook book;

  SecretSetup(SecretBook book) {
    this.book = book;
  }

  /**
   * Creates a secret, or gives it a new current version.
   *
   * @param name its name
   * @param text its value
   * @return the id of the version
   */
  public String put(String name, String text) {
    return put(name, SecretContent.of(text));
  }

  /**
   * Creates a secret, or gives it a new current version.
   *
   * @param name its name
   * @param binary its value
   * @return the id of the version
   */
  public String put(String name, byte[] binary) {
    return put(name, SecretContent.of(binary));
  }

  private String put(String name, SecretContent content) {
    synchronized (book) {
      SecretEntry entry = book.find(name);
      if (entry == null || entry.deleted != null) {
        entry = book.create(name);
      }
      return add(entry, content, SecretEntry.CURRENT);
    }
  }

  /**
   * Rotates in one step.
   *
   * @param name its name
   * @param text its next value
   * @return the id of the version
   */
  public String rotate(String name, String text) {
    synchronized (book) {
      SecretEntry entry = existing(name);
      entry.rotated = book.now();
      return add(entry, SecretContent.of(text), SecretEntry.CURRENT);
    }
  }

  /**
   * Takes the first step of a rotation.
   *
   * @param name its name
   * @param text its next value, pending
   * @return the id of the version
   */
  public String beginRotation(String name, String text) {
    synchronized (book) {
      return add(existing(name), SecretContent.of(text), SecretEntry.PENDING);
    }
  }

  /**
   * Takes the last step of a rotation: what is pending becomes current.
   *
   * @param name its name
   */
  public void finishRotation(String name) {
    synchronized (book) {
      SecretEntry entry = existing(name);
      SecretVersion pending = entry.staged(SecretEntry.PENDING);
      if (pending == null) {
        throw new IllegalStateException("no rotation of " + name + " has begun");
      }
      entry.move(SecretEntry.CURRENT, pending);
      entry.unstage(SecretEntry.PENDING);
      entry.rotated = book.now();
      entry.changed = book.now();
    }
  }

  /**
   * Says when the next rotation is due.
   *
   * @param name its name
   * @param next when, or null for never
   */
  public void schedule(String name, @Nullable Instant next) {
    synchronized (book) {
      existing(name).nextRotation = next;
    }
  }

  /**
   * Marks for deletion, with time to recover.
   *
   * @param name its name
   */
  public void delete(String name) {
    synchronized (book) {
      book.delete(existing(name), RECOVERY);
    }
  }

  /**
   * Takes a deletion back.
   *
   * @param name its name
   */
  public void restore(String name) {
    synchronized (book) {
      book.restore(existing(name));
    }
  }

  /**
   * Removes without a trace.
   *
   * @param name its name
   */
  public void remove(String name) {
    synchronized (book) {
      book.remove(existing(name));
    }
  }

  /**
   * Gives the ARN of a secret.
   *
   * @param name its name
   * @return the ARN
   */
  public String arn(String name) {
    synchronized (book) {
      return existing(name).arn;
    }
  }

  private SecretEntry existing(String name) {
    SecretEntry entry = book.find(name);
    if (entry == null) {
      throw new IllegalArgumentException("there is no secret " + name + " yet: put it first");
    }
    return entry;
  }

  private String add(SecretEntry entry, SecretContent content, String stage) {
    SecretVersion version = entry.add(UUID.randomUUID().toString(), content, book.now());
    entry.move(stage, version);
    return version.id;
  }
}
