package dev.keyturn.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Holds fetches back until all of one call are known, so that a store can make them together. */
final class Gathering {
  private final Map<StoreSlot, List<Flight>> gathered = new LinkedHashMap<>();
  private boolean open = true;

  /** Keeps the fetch, or launches it if the gathering is over. */
  void add(Flight flight) {
    synchronized (this) {
      if (open) {
        gathered.computeIfAbsent(flight.entry.slot, slot -> new ArrayList<>()).add(flight);
        return;
      }
    }
    flight.entry.slot.launch(flight);
  }

  void launch() {
    Map<StoreSlot, List<Flight>> all;
    synchronized (this) {
      open = false;
      all = new LinkedHashMap<>(gathered);
    }
    all.forEach(StoreSlot::launchAll);
  }
}
