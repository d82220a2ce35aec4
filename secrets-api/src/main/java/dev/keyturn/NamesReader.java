package dev.keyturn;

import dev.keyturn.internal.NamedSecret;
import dev.keyturn.model.SecretRef;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the names, {@code secret.NAME} and what follows it. */
final class NamesReader {
  private static final Duration LEAST_TTL = Duration.ofSeconds(1);

  private final Map<String, Map<String, Setting>> byName = new LinkedHashMap<>();

  NamesReader(Iterable<Setting> settings) {
    for (Setting setting : settings) {
      KnownKeys.named(KnownKeys.SECRET, setting.key())
          .ifPresent(key -> byName
              .computeIfAbsent(key.name(), name -> new LinkedHashMap<>())
              .put(key.ending(), setting));
    }
  }

  /** {@return every name that a key has} */
  Set<String> names() {
    return new LinkedHashSet<>(byName.keySet());
  }

  Map<String, NamedSecret> read(References references) {
    Map<String, NamedSecret> names = new LinkedHashMap<>();
    byName.forEach((name, said) -> names.put(name, named(name, said, references)));
    return names;
  }

  private static NamedSecret named(String name, Map<String, Setting> said, References references) {
    Setting reference = said.get("");
    if (reference == null) {
      Setting other = said.values().iterator().next();
      throw other.invalid("is set, and secret." + name + " is not");
    }
    SecretRef ref = references.parse(reference);
    return new NamedSecret(
        name,
        ref,
        Optional.ofNullable(said.get("ttl")).map(ttl -> Values.duration(ttl, LEAST_TTL)),
        Optional.ofNullable(said.get("fallback")).map(references::parse),
        bool(said.get("optional"), false),
        bool(said.get("masked"), true),
        word(said.get("trim"), "newline"),
        word(said.get("decode"), "base64"),
        reference.origin());
  }

  private static boolean bool(@Nullable Setting setting, boolean otherwise) {
    return setting == null ? otherwise : Values.bool(setting);
  }

  private static boolean word(@Nullable Setting setting, String word) {
    return setting != null && Values.oneOf(setting, word).equals(word);
  }
}
