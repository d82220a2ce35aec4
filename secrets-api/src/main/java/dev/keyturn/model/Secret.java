package dev.keyturn.model;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One version of one value. All its fields come from that version, so a user name and a password read
 * from one {@code Secret} belong together.
 *
 * <p>Immutable, safe for use by many threads, usable after {@code close()}. Equality is identity.
 * {@link #toString()} shows everything but the value. Not {@code Serializable}. Staleness and expiry
 * say what held when this object was handed out.
 */
public final class Secret implements SecretValue {
  private static final String FIRST_SEEN = "~1";

  private final transient Payload payload;
  private final transient StoredSecret stored;
  private final transient SecretRef ref;
  private final transient Instant fetchedAt;
  private final transient @Nullable ErrorCode staleReason;

  private Secret(
      SecretRef ref,
      StoredSecret stored,
      Payload payload,
      Instant fetchedAt,
      @Nullable ErrorCode staleReason) {
    this.ref = ref;
    this.stored = stored;
    this.payload = payload;
    this.fetchedAt = fetchedAt;
    this.staleReason = staleReason;
  }

  /**
   * Makes a secret of a store's answer, as the engine does and as tests may.
   *
   * @param ref the reference asked for; with a field, the secret is that field's value and has no
   *     fields of its own
   * @param stored what the store answered; without a version, the version is {@code ~1}
   * @param fetchedAt when it answered
   * @return a secret that is not stale
   * @throws SecretsException {@code NOT_FOUND} if the field is missing, {@code MALFORMED} if the value
   *     has no fields
   */
  public static Secret of(SecretRef ref, StoredSecret stored, Instant fetchedAt) {
    Objects.requireNonNull(fetchedAt, "fetchedAt");
    Payload whole = stored.payload();
    Payload payload =
        ref.field().isEmpty() ? whole : field(ref, whole, ref.field().get());
    return new Secret(ref, stored, payload, fetchedAt, null);
  }

  /**
   * Marks the secret as the last good one of a store that fails.
   *
   * @param reason why no newer one could be had
   * @return a changed copy that shares the value
   */
  public Secret withStaleReason(ErrorCode reason) {
    return new Secret(ref, stored, payload, fetchedAt, Objects.requireNonNull(reason, "reason"));
  }

  /**
   * Puts another value in place, as where a newline is trimmed or base64 decoded.
   *
   * @param value the value; copied
   * @return a changed copy that keeps the reference, the version and all times
   */
  public Secret withValue(byte[] value) {
    return new Secret(ref, stored, Payload.of(value), fetchedAt, staleReason);
  }

  /** {@return the reference that was asked for, field included} */
  public SecretRef ref() {
    return ref;
  }

  /** {@return the store's version; for a store without versions {@code ~1}, {@code ~2} as seen here} */
  public String version() {
    return stored.version().orElse(FIRST_SEEN);
  }

  /**
   * Gives one field: the one that is spelled so; only if there is none, the place that a JSON pointer
   * without its leading slash names. Numbers, booleans and objects read as they stand in the source.
   *
   * @param name the field's name, or such a pointer
   * @return the field's value
   * @throws SecretsException {@code NOT_FOUND} if there is none or it is null, with the names there
   *     are; {@code MALFORMED} if the value has no fields
   */
  public SecretValue field(String name) {
    if (ref.field().isPresent()) {
      throw SecretsException.of(
          ErrorCode.NOT_FOUND, ref, ref + " is a field already and has no fields");
    }
    return new PlainValue(field(ref, payload, name));
  }

  private static Payload field(SecretRef ref, Payload whole, String name) {
    Payload field;
    try {
      field = whole.field(name);
    } catch (SecretsException e) {
      throw SecretsException.of(e.code(), ref, ref + ": " + e.getMessage());
    }
    if (field == null) {
      throw SecretsException.of(
          ErrorCode.NOT_FOUND,
          ref,
          ref + ": there is no such field; fields: " + Printable.names(whole.fieldNames()));
    }
    return field;
  }

  /** {@return the names of the fields, sorted; empty if the value has none; not to be changed} */
  public Set<String> fields() {
    return ref.field().isPresent() ? Set.of() : payload.fieldNames();
  }

  /** {@return when the store answered with it} */
  public Instant fetchedAt() {
    return fetchedAt;
  }

  /** {@return when this version was made, empty if the store does not say} */
  public Optional<Instant> createdAt() {
    return stored.createdAt();
  }

  /** {@return when it ends: its lease, or what the store states; empty if neither} */
  public Optional<Instant> expiresAt() {
    return stored.expiresAt();
  }

  /** {@return when the store will rotate it next, empty if it does not say} */
  public Optional<Instant> rotatesAt() {
    return stored.rotatesAt();
  }

  /** {@return whether this is the last good value of a store that fails} */
  public boolean isStale() {
    return staleReason != null;
  }

  /** {@return why it is stale, empty if it is not} */
  public Optional<ErrorCode> staleReason() {
    return Optional.ofNullable(staleReason);
  }

  @Override
  public String reveal() {
    return named(payload::text);
  }

  @Override
  public byte[] revealBytes() {
    return named(payload::bytes);
  }

  @Override
  public char[] revealChars() {
    return named(payload::chars);
  }

  @Override
  public boolean matches(byte[] candidate) {
    return named(() -> payload.matches(candidate));
  }

  /** Says of which secret an error speaks. */
  private <T> T named(Supplier<T> read) {
    try {
      return read.get();
    } catch (SecretsException e) {
      throw SecretsException.of(e.code(), ref, ref + ": " + e.getMessage());
    }
  }

  @Override
  public String toString() {
    StringBuilder text =
        new StringBuilder("Secret[").append(ref).append(", version ").append(version());
    text.append(", fetched ").append(fetchedAt);
    createdAt().ifPresent(at -> text.append(", created ").append(at));
    expiresAt().ifPresent(at -> text.append(", expires ").append(at));
    rotatesAt().ifPresent(at -> text.append(", rotates ").append(at));
    staleReason().ifPresent(reason -> text.append(", stale: ").append(reason));
    return Printable.line(text.append(", value hidden]").toString());
  }
}
