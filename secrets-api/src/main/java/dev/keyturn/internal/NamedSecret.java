package dev.keyturn.internal;

import dev.keyturn.model.SecretRef;
import java.time.Duration;
import java.util.Optional;

/**
 * A logical name and what the configuration says of it.
 *
 * @param name the name
 * @param ref what it stands for
 * @param ttl how long its value is fresh, empty for the policy's ttl
 * @param fallback what it stands for where {@code ref} is not found
 * @param optional whether it may be missing
 * @param masked whether it is masked in output
 * @param trimNewline whether one newline at the end is taken off
 * @param decodeBase64 whether the value is base64 of the real one
 * @param origin which file, profile or call it came from, for people
 */
public record NamedSecret(
    String name,
    SecretRef ref,
    Optional<Duration> ttl,
    Optional<SecretRef> fallback,
    boolean optional,
    boolean masked,
    boolean trimNewline,
    boolean decodeBase64,
    String origin) {}
