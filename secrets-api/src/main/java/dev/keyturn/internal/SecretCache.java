package dev.keyturn.internal;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import dev.keyturn.model.SecretRef;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The entries, bounded, and the handles in front of them. An entry that somebody holds a pin on weighs
 * nothing and so is never evicted; pins change only within Caffeine's own atomic step for the key. An
 * evicted entry takes its handles with it.
 */
final class SecretCache {
  private final ConcurrentHashMap<String, Handle> handles = new ConcurrentHashMap<>();
  private final ConcurrentMap<SecretRef, Entry> entries;

  SecretCache(int maxEntries) {
    Cache<SecretRef, Entry> cache = Caffeine.newBuilder()
        .maximumWeight(maxEntries)
        .<SecretRef, Entry>weigher((ref, entry) -> entry.pins > 0 ? 0 : 1)
        .executor(Runnable::run)
        .evictionListener((ref, entry, cause) -> evicted(entry, cause))
        .build();
    entries = cache.asMap();
  }

  /** The hit path's one lookup. */
  @Nullable
  Handle handle(String text) {
    return handles.get(text);
  }

  /** The handle that stands for the text from now on: this one, unless there was one before. */
  Handle put(Handle handle) {
    Handle before = handles.putIfAbsent(handle.text, handle);
    return before == null ? handle : before;
  }

  void forget(Handle handle) {
    handles.remove(handle.text, handle);
  }

  /** The entry for that reference, made if need be, with one pin more. */
  Entry pinned(SecretRef ref, Function<SecretRef, Entry> make) {
    return entries.compute(ref, (key, entry) -> {
      Entry pinned = entry == null ? make.apply(key) : entry;
      pinned.pins++;
      return pinned;
    });
  }

  /** One pin more; false if the entry has been evicted. */
  boolean pin(Entry entry) {
    return entries.computeIfPresent(entry.ref, (key, present) -> {
          present.pins += present == entry ? 1 : 0;
          return present;
        })
        == entry;
  }

  /** One pin less. To be called without the entry's lock. */
  void unpin(Entry entry) {
    entries.computeIfPresent(entry.ref, (key, present) -> {
      present.pins -= present == entry ? 1 : 0;
      return present;
    });
  }

  Collection<Entry> entries() {
    return List.copyOf(entries.values());
  }

  private void evicted(@Nullable Entry entry, RemovalCause cause) {
    if (entry != null && cause.wasEvicted()) {
      entry.evicted().forEach(this::forget);
    }
  }
}
