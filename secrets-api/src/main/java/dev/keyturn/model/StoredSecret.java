package dev.keyturn.model;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a store answered: one version of one value, and what the store says about it. Immutable; each
 * {@code with…} method gives a changed copy that shares the value. {@code toString} does not show the
 * value, equality is identity.
 */
public final class StoredSecret {
  private final transient Payload payload;
  private final transient Facts facts;

  private StoredSecret(Payload payload, Facts facts) {
    this.payload = payload;
    this.facts = facts;
  }

  /**
   * Makes an answer from bytes.
   *
   * @param value the value, byte for byte as the store holds it; copied; may be empty
   * @return an answer without a version
   */
  public static StoredSecret of(byte[] value) {
    return new StoredSecret(Payload.of(value), Facts.NONE);
  }

  /**
   * Makes an answer from text.
   *
   * @param value the value; may be empty
   * @return an answer without a version
   * @throws SecretsException {@code MALFORMED} if it holds half of a surrogate pair, which no byte
   *     stands for
   */
  public static StoredSecret of(String value) {
    return new StoredSecret(Payload.of(value), Facts.NONE);
  }

  /**
   * Makes an answer of a store that itself keeps fields apart: a directory of files, a tree of
   * parameters. As a whole it reads as a JSON object with its keys sorted.
   *
   * @param fields the value of each field; copied; may be empty
   * @return an answer without a version
   */
  public static StoredSecret ofFields(Map<String, byte[]> fields) {
    return new StoredSecret(Payload.ofFields(fields), Facts.NONE);
  }

  /**
   * Names the version, as the store does. Never a digest of the value, never a lease id.
   *
   * @param version the store's name or number for it, not empty
   * @return a changed copy
   */
  public StoredSecret withVersion(String version) {
    return with(facts.withVersion(Objects.requireNonNull(version, "version")));
  }

  /**
   * Says that the reference's {@code ?version=} is an id, which names these very bytes for ever. Such a
   * secret is not refreshed ahead of time.
   *
   * @return a changed copy
   */
  public StoredSecret withFixedVersion() {
    return with(facts.withFixed());
  }

  /**
   * Says when this version was made.
   *
   * @param createdAt the store's own time, or null if it does not say
   * @return a changed copy
   */
  public StoredSecret withCreatedAt(@Nullable Instant createdAt) {
    return with(facts.withCreatedAt(createdAt));
  }

  /**
   * Says when the store expects the value to end, as Azure's {@code exp} does. A lease is set with
   * {@link #withLease}.
   *
   * @param expiresAt the store's own time, or null if it does not say
   * @return a changed copy
   */
  public StoredSecret withExpiresAt(@Nullable Instant expiresAt) {
    return with(facts.withExpiresAt(expiresAt));
  }

  /**
   * Says when the store will rotate the secret next; it is read again just after.
   *
   * @param rotatesAt the store's own time, or null if it does not say
   * @return a changed copy
   */
  public StoredSecret withRotatesAt(@Nullable Instant rotatesAt) {
    return with(facts.withRotatesAt(rotatesAt));
  }

  /**
   * Says that the value lives only as long as a lease.
   *
   * @param lease the lease, or null for none
   * @return a changed copy
   */
  public StoredSecret withLease(@Nullable Lease lease) {
    return with(facts.withLease(lease));
  }

  private StoredSecret with(Facts changed) {
    return new StoredSecret(payload, changed);
  }

  /** {@return the version, empty if the store has none} */
  public Optional<String> version() {
    return Optional.ofNullable(facts.version());
  }

  /** {@return whether the reference's version is an id that names these very bytes for ever} */
  public boolean isFixedVersion() {
    return facts.fixed();
  }

  /** {@return when this version was made, empty if the store does not say} */
  public Optional<Instant> createdAt() {
    return Optional.ofNullable(facts.createdAt());
  }

  /** {@return when the store expects it to end, empty if it does not say} */
  public Optional<Instant> expiresAt() {
    return Optional.ofNullable(facts.expiresAt());
  }

  /** {@return when the store will rotate it next, empty if it does not say} */
  public Optional<Instant> rotatesAt() {
    return Optional.ofNullable(facts.rotatesAt());
  }

  /** {@return the lease that the value lives by, empty if it has none} */
  public Optional<Lease> lease() {
    return Optional.ofNullable(facts.lease());
  }

  /**
   * Compares two values without telling by its duration where they differ.
   *
   * @param other another answer
   * @return true if both hold the same bytes, whatever their versions
   */
  public boolean hasSameValueAs(StoredSecret other) {
    return payload.sameAs(other.payload);
  }

  Payload payload() {
    return payload;
  }

  @Override
  public String toString() {
    return Printable.line("StoredSecret[" + facts + "]");
  }
}
