package dev.keyturn.internal;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.SecretRef;
import dev.keyturn.model.SecretsException;
import dev.keyturn.spi.StoreException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** From a text to what it stands for: a configured name, or a reference that may be asked for. */
final class Names {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]*");

  private final Settings settings;
  private final StoreRegistry registry;
  private final Map<SecretRef, Duration> ttls = new HashMap<>();

  Names(Settings settings, StoreRegistry registry) {
    this.settings = settings;
    this.registry = registry;
    for (NamedSecret named : settings.names().values()) {
      named.ttl().ifPresent(ttl -> ttls.merge(named.ref().withoutField(), ttl, Names::shorter));
    }
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) <= 0 ? one : other;
  }

  /** How long a secret is fresh; where names of it differ, the shortest counts. */
  Duration ttl(SecretRef whole) {
    return ttls.getOrDefault(whole, settings.cache().ttl());
  }

  /**
   * Resolves a text.
   *
   * @param judged whether {@code allow} has a say; not for what the configuration itself asks for
   * @throws SecretsException INVALID_REFERENCE if it is neither; the text is then not repeated, because it
   *     may be a secret given by mistake
   */
  Target resolve(String text, boolean judged) {
    NamedSecret named = settings.names().get(text);
    if (named != null) {
      return named(named, judged);
    }
    SecretRef ref = text.contains("://") ? SecretRef.parse(text) : unnamed(text);
    StoreSlot slot = checked(ref);
    if (judged && !settings.allow().allows(ref, false)) {
      throw refused(ref);
    }
    return new Target(ref, null, slot.settings().trimNewline(), false, false);
  }

  private Target named(NamedSecret named, boolean judged) {
    SecretRef fallback = named.fallback().orElse(null);
    boolean trim = checked(named.ref()).settings().trimNewline();
    if (fallback != null) {
      checked(fallback);
    }
    if (judged && !isAllowed(named.ref(), fallback)) {
      throw refused(named.ref());
    }
    return new Target(
        named.ref(), fallback, named.trimNewline() || trim, named.decodeBase64(), named.optional());
  }

  private boolean isAllowed(SecretRef ref, @Nullable SecretRef fallback) {
    return settings.allow().allows(ref, true)
        && (fallback == null || settings.allow().allows(fallback, true));
  }

  private SecretRef unnamed(String text) {
    String store = settings.namesFrom();
    if (store != null && NAME.matcher(text).matches()) {
      return SecretRef.parse(store + "://" + text);
    }
    throw SecretsException.of(
        ErrorCode.INVALID_REFERENCE,
        null,
        "the text is neither a reference (store://path) nor a configured name; it is not repeated"
            + " here. Names are set with secret.NAME=store://path");
  }

  private StoreSlot checked(SecretRef ref) {
    StoreSlot slot = registry.slot(ref.store());
    try {
      slot.check(ref.withoutField());
      return slot;
    } catch (StoreException e) {
      throw Wrapping.wrap(slot.settings(), e).toException(ref);
    } catch (RuntimeException | Error e) {
      throw Wrapping.wrap(slot.settings(), e).toException(ref);
    }
  }

  private static SecretsException refused(SecretRef ref) {
    return SecretsException.of(
        ErrorCode.INVALID_REFERENCE, ref, ref + " is not among what 'allow' lets pass");
  }
}
