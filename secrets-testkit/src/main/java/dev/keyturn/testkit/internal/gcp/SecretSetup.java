package dev.keyturn.testkit.internal.gcp;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a test does to secrets, past the wire. */
public final class SecretSetup {
  /** The project of secrets that are named by their id alone. */
  public static final String PROJECT = "emulated-project";

  private static final Pattern NAME = Pattern.compile(
      "(?:projects/([^/]+)/(?:locations/([^/]+)/)?secrets/)?([A-Za-z0-9_-]{1,255})");

  private final SecretBook book;

  SecretSetup(SecretBook book) {
    this.book = book;
  }

  /**
   * Creates a secret, or adds a version to it.
   *
   * @param name an id, or a resource's name
   * @param value the value
   * @return the number of the version
   */
  public int put(String name, byte[] value) {
    if (value.length == 0) {
      throw new IllegalArgumentException("Secret Manager has no empty values");
    }
    synchronized (book) {
      SecretEntry known = book.find(full(name));
      SecretEntry secret = known == null ? created(full(name)) : known;
      return secret.add(value.clone(), book.now(), true).number;
    }
  }

  private SecretEntry created(String name) {
    Map<String, @Nullable Object> facts = new LinkedHashMap<>();
    if (!name.contains("/locations/")) {
      facts.put("replication", Map.of("automatic", Map.of()));
    }
    return book.create(name, facts);
  }

  /**
   * Adds a version to a secret that is there.
   *
   * @param name the secret
   * @param value the value
   * @return the number of the version
   */
  public int rotate(String name, byte[] value) {
    synchronized (book) {
      return found(name).add(value.clone(), book.now(), true).number;
    }
  }

  /**
   * Changes the state of a version.
   *
   * @param name the secret
   * @param version its number, an alias or {@code latest}
   */
  public void disable(String name, String version) {
    enter(name, version, VersionState.DISABLED);
  }

  /**
   * Changes the state of a version.
   *
   * @param name the secret
   * @param version its number, an alias or {@code latest}
   */
  public void enable(String name, String version) {
    enter(name, version, VersionState.ENABLED);
  }

  /**
   * Takes the value of a version away.
   *
   * @param name the secret
   * @param version its number, an alias or {@code latest}
   */
  public void destroy(String name, String version) {
    enter(name, version, VersionState.DESTROYED);
  }

  private void enter(String name, String version, VersionState state) {
    synchronized (book) {
      SecretVersion found = found(name).version(version);
      if (found == null) {
        throw new IllegalArgumentException("no such version of " + name);
      }
      found.enter(state, book.now());
    }
  }

  /**
   * Lets an alias mean a version.
   *
   * @param name the secret
   * @param alias the alias
   * @param version the number
   */
  public void alias(String name, String alias, int version) {
    synchronized (book) {
      SecretEntry secret = found(name);
      if (secret.version(Integer.toString(version)) == null) {
        throw new IllegalArgumentException("no such version of " + name);
      }
      Map<String, Object> aliases = new LinkedHashMap<>();
      secret.aliases().forEach((known, number) -> aliases.put((String) known, number));
      aliases.put(alias, Integer.toString(version));
      secret.facts().put("versionAliases", aliases);
      secret.touch();
    }
  }

  /**
   * Removes a secret.
   *
   * @param name the secret
   */
  public void delete(String name) {
    synchronized (book) {
      book.remove(found(name).name());
    }
  }

  /**
   * Spoils a value on its way.
   *
   * @param name the secret
   * @param bit the bit that is wrong; negative for none
   */
  public void flipBit(String name, int bit) {
    synchronized (book) {
      found(name).flippedBit = bit;
    }
  }

  /**
   * Leaves the checksum out.
   *
   * @param name the secret
   */
  public void dropChecksum(String name) {
    synchronized (book) {
      found(name).unchecked = true;
    }
  }

  private SecretEntry found(String name) {
    SecretEntry secret = book.find(full(name));
    if (secret == null) {
      throw new IllegalArgumentException("there is no secret " + name);
    }
    return secret;
  }

  private String full(String name) {
    Matcher parts = NAME.matcher(name);
    if (!parts.matches()) {
      throw new IllegalArgumentException("no name of a secret: " + name);
    }
    String project = parts.group(1) == null ? PROJECT : parts.group(1);
    return book.places().parent(project, parts.group(2)) + "/secrets/" + parts.group(3);
  }
}
