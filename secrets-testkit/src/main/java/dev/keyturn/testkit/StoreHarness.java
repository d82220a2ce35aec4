package dev.keyturn.testkit;

import dev.keyturn.model.SecretRef;
import dev.keyturn.spi.SecretStore;
import dev.keyturn.spi.SecretStoreProvider;
import dev.keyturn.spi.StoreContext;
import dev.keyturn.spi.StoreException;
import dev.keyturn.spi.StoreKind;
import java.util.List;
import java.util.Map;

/**
 * Shows one provider, and the service behind it, to {@link SecretStoreContract}: it sets the service up
 * and breaks it, on the side, while the contract reads through the store.
 *
 * <p>A new one is made for each test. Its methods are called from one thread. What the service cannot be
 * made to do is declared in {@link #cannot}; a method that is then never needed may stay as it is.
 */
public interface StoreHarness {
  /** {@return the provider under test} */
  SecretStoreProvider provider();

  /**
   * Lists references that no store of this kind can have, for {@link SecretStoreProvider#check} to refuse:
   * names, trees and versions of a wrong form.
   *
   * @return the references, spelled out; at least one
   */
  List<String> nonsense();

  /**
   * Stores a value as the current version of a secret, which may be new.
   *
   * @param name letters, digits and hyphens; what {@link #ref} is asked for
   * @param value the value
   * @throws UnsupportedOperationException if {@link #cannot} declares that there can be no such value
   * @throws Exception if the service fails
   */
  void put(String name, byte[] value) throws Exception;

  /**
   * Says what the service cannot do or be made to do.
   *
   * @return the reason for each, in a few words; none by default
   */
  default Map<Ability, String> cannot() {
    return Map.of();
  }

  /**
   * Refers to the current version of a secret.
   *
   * @param name letters, digits and hyphens
   * @return by default {@code kind://name}
   */
  default SecretRef ref(String name) {
    return SecretRef.parse(
        provider().getClass().getAnnotation(StoreKind.class).value() + "://" + name);
  }

  /** {@return a version that has the right form and that no secret has} */
  default String unknownVersion() {
    return "999999";
  }

  /**
   * Opens a store that reads what {@link #put} stores.
   *
   * @return by default a store without any setting
   * @throws StoreException as {@link SecretStoreProvider#open}
   */
  default SecretStore open() throws StoreException {
    return provider().open(context(Map.of()));
  }

  /**
   * Makes the surroundings of a store: the system's clock, the variables of {@link #environment}, and its
   * settings.
   *
   * @param settings the store's settings; under one of the provider's {@code secretKeys()} the secret
   *     itself
   * @return the surroundings
   */
  default StoreContext context(Map<String, String> settings) {
    return new HarnessContext(this, settings);
  }

  /** {@return the environment's variables; none by default} */
  default Map<String, String> environment() {
    return Map.of();
  }

  /**
   * Removes a secret.
   *
   * @param name a secret that was put
   * @throws Exception if the service fails
   */
  default void delete(String name) throws Exception {
    throw undeclared(Ability.DELETE);
  }

  /**
   * Takes away the store's right to read a secret.
   *
   * @param name a secret that was put
   * @throws Exception if the service fails
   */
  default void deny(String name) throws Exception {
    throw undeclared(Ability.DENY);
  }

  /**
   * Makes the service answer as one that is out of order, or not at all because nobody listens.
   *
   * @throws Exception if that fails
   */
  default void breakDown() throws Exception {
    throw undeclared(Ability.OUTAGE);
  }

  /**
   * Makes the service take requests and never answer.
   *
   * @throws Exception if that fails
   */
  default void hang() throws Exception {
    throw undeclared(Ability.BLACK_HOLE);
  }

  /**
   * Waits until a request is left unanswered, so that it can be interrupted.
   *
   * @throws Exception if none comes
   */
  default void awaitHanging() throws Exception {
    throw undeclared(Ability.BLACK_HOLE);
  }

  /**
   * Ends what {@link #breakDown} or {@link #hang} began.
   *
   * @throws Exception if that fails
   */
  default void recover() throws Exception {}

  /**
   * Releases what the harness holds. The store is closed by then.
   *
   * @throws Exception if that fails
   */
  default void close() throws Exception {}

  private static UnsupportedOperationException undeclared(Ability ability) {
    return new UnsupportedOperationException(
        "this method is missing: write it, or let cannot() say why " + ability + " is impossible");
  }

  /** What not every service, or not every harness, can do. */
  enum Ability {
    /** Keeps earlier versions readable. Without it, {@code check} refuses every {@code ?version=}. */
    VERSIONS,
    /** Lets a secret be removed. */
    DELETE,
    /** Lets the right to read a secret be taken away. */
    DENY,
    /** Can be out of order. */
    OUTAGE,
    /** Can leave a request unanswered. */
    BLACK_HOLE,
    /** Ends a fetch when its thread is interrupted, and not only when its time is over. */
    INTERRUPT,
    /** Holds an empty value. */
    EMPTY,
    /** Holds 64 KiB. */
    LARGE,
    /** Holds the character NUL. */
    NUL,
    /** Holds bytes that are no text. */
    BINARY
  }
}
