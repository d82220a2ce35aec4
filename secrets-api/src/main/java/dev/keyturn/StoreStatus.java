package dev.keyturn;

import java.util.Map;
import java.util.Optional;

/**
 * What is known of one store without asking it. Nothing in it is secret.
 *
 * @param name the store's name, which is the scheme of its references
 * @param kind its kind
 * @param module what offers the kind: a file name, a module or a class; empty if nothing does
 * @param open whether it has been opened
 * @param details what the store says of itself once it is open: address, identity
 * @param settings each setting and where it came from: a file, a profile, the builder
 * @param problem why it cannot be used and what to do, empty if nothing is known against it
 */
public record StoreStatus(
    String name,
    String kind,
    Optional<String> module,
    boolean open,
    Map<String, String> details,
    Map<String, String> settings,
    Optional<String> problem) {
  /**
   * Copies the maps.
   *
   * @param name the store's name
   * @param kind its kind
   * @param module where its kind comes from
   * @param open whether it has been opened
   * @param details what it says of itself
   * @param settings what it was set up with
   * @param problem why it cannot be used
   */
  public StoreStatus {
    details = Map.copyOf(details);
    settings = Map.copyOf(settings);
  }
}
