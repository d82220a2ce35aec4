package dev.keyturn.internal;

import dev.keyturn.model.Secret;
import dev.keyturn.model.SecretRef;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Stands for one text as a caller wrote it. A hit reads {@link #current} and nothing else; timers,
 * fetches and {@code close()} write it.
 */
public final class Handle {
  /** Ends the text of a handle that stands in for another; no caller's text is valid with it. */
  static final String FALLBACK = "\0fallback";

  /** What to hand out now; null when something has to be decided first. */
  volatile @Nullable Secret current;

  /** Whether it was handed out since the last fetch. Plain: a lost write costs one refresh. */
  boolean read;

  final String text;
  final Target target;
  final Entry entry;

  /** Whether a {@code LiveSecret} holds it: then it shows a candidate that was found to work. */
  final boolean live;

  /** The version last reported as handed out; written under the entry's lock. */
  volatile @Nullable String reported;

  /** Whether every hand-out is reported, so that there are no hits. */
  private final boolean audited;

  /** Opens, and pins, what stands in where this one is not found; null if nothing does. */
  final @Nullable Supplier<Handle> fallback;

  Handle(
      String text,
      Target target,
      Entry entry,
      boolean live,
      boolean audited,
      @Nullable Supplier<Handle> fallback) {
    this.text = text;
    this.target = target;
    this.entry = entry;
    this.live = live;
    this.audited = audited;
    this.fallback = fallback;
  }

  /** {@return what to hand out without further ado, or null when the engine has to be asked} */
  public @Nullable Secret hit() {
    Secret secret = current;
    return secret != null && read && !audited ? secret : null;
  }

  /** The text as the caller wrote it. */
  String name() {
    return text.endsWith(FALLBACK) ? text.substring(0, text.length() - FALLBACK.length()) : text;
  }

  SecretRef ref() {
    return target.ref();
  }

  /** Shows a value to readers, or leaves the decision to the next one where it has no such field. */
  void show(@Nullable Base base) {
    current = base == null ? null : target.projectOrNull(base);
  }

  @Override
  public String toString() {
    return "Handle[" + ref() + "]";
  }
}
