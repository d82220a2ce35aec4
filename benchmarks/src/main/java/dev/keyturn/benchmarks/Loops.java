package dev.keyturn.benchmarks;

import dev.keyturn.LiveSecret;
import dev.keyturn.Secrets;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/** The reads that are compared. The loops are alike on purpose. */
final class Loops {
  private Loops() {}

  /** The map that anybody would put in front of a store. */
  static final class MapGet extends Loop {
    private final ConcurrentHashMap<String, String> map;
    private final String key;

    MapGet(ConcurrentHashMap<String, String> map, String key) {
      super(map.get(key));
      this.map = map;
      this.key = key;
    }

    @Override
    int run() {
      int wrong = 0;
      for (int i = 0; i < end; i++) {
        wrong += map.get(key) == expected ? 0 : 1;
      }
      return wrong;
    }
  }

  /** A hit by name or reference. */
  static final class SecretsGet extends Loop {
    private final Secrets secrets;
    private final String key;

    SecretsGet(Secrets secrets, String key) {
      super(secrets.get(key));
      this.secrets = secrets;
      this.key = key;
    }

    @Override
    int run() {
      int wrong = 0;
      for (int i = 0; i < end; i++) {
        wrong += secrets.get(key) == expected ? 0 : 1;
      }
      return wrong;
    }
  }

  /** An object with one volatile field: what anybody would keep a rotating value in. */
  static final class VolatileRead extends Loop {
    private final AtomicReference<String> reference;

    VolatileRead(AtomicReference<String> reference) {
      super(reference.get());
      this.reference = reference;
    }

    @Override
    int run() {
      int wrong = 0;
      for (int i = 0; i < end; i++) {
        wrong += reference.get() == expected ? 0 : 1;
      }
      return wrong;
    }
  }

  /** A hit of what a pool holds. */
  static final class LiveGet extends Loop {
    private final LiveSecret live;

    LiveGet(LiveSecret live) {
      super(live.get());
      this.live = live;
    }

    @Override
    int run() {
      int wrong = 0;
      for (int i = 0; i < end; i++) {
        wrong += live.get() == expected ? 0 : 1;
      }
      return wrong;
    }
  }
}
