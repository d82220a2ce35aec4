package dev.keyturn.internal.stores;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Something that a fetch relied on, and whose change is therefore news.
 *
 * @param folder a directory, links resolved
 * @param name an entry of it; null for every entry but the mount's own ({@code ..2026_11_22…}), which
 *     come and go around a change and are none
 */
record Trace(Path folder, @Nullable Path name) {
  boolean covers(Path changed) {
    return name == null ? !Names.isHousekeeping(changed.toString()) : name.equals(changed);
  }
}
