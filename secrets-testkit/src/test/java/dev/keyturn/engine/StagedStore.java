package dev.keyturn.engine;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.SecretRef;
import dev.keyturn.model.StoredSecret;
import dev.keyturn.spi.SecretStore;
import dev.keyturn.spi.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A store of one secret, with other versions behind labels that it names as candidates. */
final class StagedStore implements SecretStore {
  private static final String CURRENT = "";

  private final Map<String, StoredSecret> staged = new LinkedHashMap<>();
  private final List<String> asked = new ArrayList<>();
  private int versions;

  /** Shows a new current version. */
  synchronized void show(String value) {
    stage(CURRENT, value);
  }

  /** Keeps a version behind a label. */
  synchronized void stage(String label, String value) {
    staged.put(label, StoredSecret.of(value).withVersion("v" + ++versions));
  }

  /** Shows what was behind a label, as when a rotation is finished. */
  synchronized void promote(String label) {
    staged.put(CURRENT, staged.remove(label));
  }

  synchronized void forget() {
    staged.remove(CURRENT);
  }

  /** How often a label was read; the empty one is the current version. */
  synchronized long fetches(String label) {
    return asked.stream().filter(label::equals).count();
  }

  synchronized long fetches() {
    return fetches(CURRENT);
  }

  @Override
  public synchronized StoredSecret fetch(SecretRef ref, Duration timeout) throws StoreException {
    String label = ref.version().orElse(CURRENT);
    asked.add(label);
    StoredSecret stored = staged.get(label);
    if (stored == null) {
      throw new StoreException(ErrorCode.NOT_FOUND, "no such version");
    }
    return stored;
  }

  @Override
  public synchronized List<SecretRef> candidates(SecretRef ref) {
    return staged.keySet().stream()
        .filter(label -> !label.isEmpty())
        .map(ref::withVersion)
        .toList();
  }

  @Override
  public void close() {}
}
