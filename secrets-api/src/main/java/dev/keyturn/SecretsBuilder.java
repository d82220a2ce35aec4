package dev.keyturn;

import dev.keyturn.internal.Engine;
import dev.keyturn.internal.OfferedKinds;
import dev.keyturn.internal.Settings;
import dev.keyturn.model.CachePolicy;
import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.SecretsException;
import dev.keyturn.model.SecretsObserver;
import dev.keyturn.spi.SecretStore;
import dev.keyturn.spi.TimeSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Says what {@link Secrets} start from. It reads no file but the one it is told to; everything that a file
 * can say can be said here too, and what is said here wins over the file. Of two calls that say the same,
 * the last counts. Not thread-safe; it may be used again after {@link #build()}.
 *
 * <p>Names and keys are judged by {@link #build()}, which names what is wrong and where it stands, and never
 * repeats a value.
 */
public final class SecretsBuilder {
  private static final Pattern PROFILE = Pattern.compile("[A-Za-z0-9-]+");
  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);
  private static final String PROFILE_VARIABLE = "KEYTURN_PROFILE";

  private final Map<String, Setting> settings = new LinkedHashMap<>();
  private final Map<String, SecretStore> instances = new LinkedHashMap<>();
  private final List<String> insecureHosts = new ArrayList<>();
  private final List<SecretsObserver> observers = new ArrayList<>();
  private Function<ConfigLookup, List<Layer>> files = lookup -> List.of();
  private @Nullable String profile;
  private @Nullable CachePolicy cache;
  private Duration timeout = DEFAULT_TIMEOUT;
  private @Nullable String namesFrom;
  private @Nullable TimeSource time;
  private @Nullable Map<String, String> environment;
  private @Nullable ClassLoader classLoader;

  SecretsBuilder() {}

  /**
   * Reads a configuration file, and the profile's file beside it. Whoever may change them decides where
   * secrets come from.
   *
   * @param file a file in the syntax of {@link java.util.Properties}, in UTF-8; it has to be there when
   *     {@link #build()} is called
   * @return this builder
   */
  public SecretsBuilder config(Path file) {
    Objects.requireNonNull(file, "file");
    files = lookup -> lookup.named("config", file);
    return this;
  }

  /**
   * Looks for the configuration file as {@link Secrets#load()} does: the one that {@code -Dkeyturn.config}
   * or {@code KEYTURN_CONFIG} names, else {@code keyturn.properties} on the class path, else none.
   *
   * @return this builder
   */
  public SecretsBuilder findConfig() {
    files = lookup -> lookup.found(null);
    return this;
  }

  /**
   * Looks for the configuration file as {@link #findConfig()} does, and then in a directory that need not
   * be trusted: a {@code keyturn.properties} found there may hold {@code secret.*} and {@code cache.*} only.
   *
   * @param directory usually the working directory
   * @return this builder
   */
  public SecretsBuilder findConfig(Path directory) {
    Objects.requireNonNull(directory, "directory");
    files = lookup -> lookup.found(directory);
    return this;
  }

  /**
   * Chooses the profile; otherwise {@code KEYTURN_PROFILE} does. Its file, {@code keyturn-NAME.properties}
   * beside {@code keyturn.properties}, wins over that one, and {@code ${profile}} in a reference is its name.
   *
   * @param name letters, digits and {@code -}
   * @return this builder
   */
  public SecretsBuilder profile(String name) {
    profile = Objects.requireNonNull(name, "name");
    return this;
  }

  /**
   * Gives a reference a name, as {@code secret.NAME} does.
   *
   * @param name letters, digits, {@code -} and {@code _}, beginning with a letter or a digit
   * @param ref a reference, not another name
   * @return this builder
   * @throws SecretsException {@code INVALID_CONFIGURATION} if the name is none
   */
  public SecretsBuilder alias(String name, String ref) {
    return set(KnownKeys.SECRET + checkedName("the name of a secret", name), ref);
  }

  /**
   * Configures a store, as {@code store.NAME.provider} and the keys beside it do.
   *
   * @param name the store's name, which is the scheme of its references; {@code aws} stands for both {@code
   *     aws-sm} and {@code aws-ssm}
   * @param kind the kind of store, such as {@code vault}
   * @param config its keys, without {@code store.NAME.}, and their values
   * @return this builder
   * @throws SecretsException {@code INVALID_CONFIGURATION} if the name is none
   */
  public SecretsBuilder store(String name, String kind, Map<String, String> config) {
    String prefix = KnownKeys.STORE + checkedName("the name of a store", name) + ".";
    config.forEach((key, value) -> set(prefix + key, value));
    instances.remove(name);
    return set(prefix + "provider", kind);
  }

  /**
   * Uses an object as a store. It is closed with the {@link Secrets}.
   *
   * @param name the store's name, which is the scheme of its references
   * @param store the store; a configuration's keys for a store of that name no longer count, but for those
   *     that hold for every kind ({@code timeout}, {@code expired}, {@code trim})
   * @return this builder
   * @throws SecretsException {@code INVALID_CONFIGURATION} if the name is none, or {@code aws}
   */
  public SecretsBuilder store(String name, SecretStore store) {
    Objects.requireNonNull(store, "store");
    String prefix = KnownKeys.STORE + checkedName("the name of a store", name) + ".";
    if (name.equals(StoresReader.SIBLINGS)) {
      throw invalid("aws stands for two stores, aws-sm and aws-ssm; name one of them");
    }
    settings.keySet().removeIf(key -> key.startsWith(prefix));
    instances.put(name, store);
    return this;
  }

  /**
   * Lets only some references be asked for; anything else is {@code INVALID_REFERENCE} before a store is
   * opened. For a tool that takes references from text it did not write.
   *
   * @param rules references without version and field, in which {@code *} stands for any characters, {@code
   *     /} too; {@code names} for every configured name. They replace those given before, here or in a file
   * @return this builder
   * @throws SecretsException {@code INVALID_CONFIGURATION} if a rule holds a comma
   */
  public SecretsBuilder allow(String... rules) {
    for (String rule : rules) {
      if (rule.indexOf(',') >= 0) {
        throw invalid("allow takes one rule each; for a comma in a name write '*'");
      }
    }
    return set("allow", String.join(",", rules));
  }

  /**
   * Lets test servers be spoken to without TLS, besides those of {@code KEYTURN_INSECURE_HTTP}. One warning
   * is logged for each that is used. This machine itself needs no such leave.
   *
   * @param hosts exact names of hosts, added to those given before
   * @return this builder
   */
  public SecretsBuilder insecureHttp(String... hosts) {
    insecureHosts.addAll(List.of(hosts));
    return this;
  }

  /**
   * Says how long what a store said is used, in place of all that a file says of {@code cache.*}.
   *
   * @param policy the policy
   * @return this builder
   */
  public SecretsBuilder cache(CachePolicy policy) {
    cache = Objects.requireNonNull(policy, "policy");
    settings.keySet().removeIf(key -> key.startsWith("cache."));
    return this;
  }

  /**
   * Says how long a call takes at most, from call to return, where its store has no {@code timeout}.
   *
   * @param deadline more than zero, at most ten years; 10 s if nothing is said
   * @return this builder
   * @throws SecretsException {@code INVALID_CONFIGURATION} if it is out of range
   */
  public SecretsBuilder timeout(Duration deadline) {
    if (deadline.compareTo(Duration.ZERO) <= 0 || deadline.compareTo(Values.MAX) > 0) {
      throw invalid("timeout takes more than zero and at most ten years");
    }
    timeout = deadline;
    return this;
  }

  /**
   * Replaces clock, timers and threads; for tests.
   *
   * @param source what to use instead of the system's
   * @return this builder
   */
  public SecretsBuilder time(TimeSource source) {
    time = Objects.requireNonNull(source, "source");
    return this;
  }

  /**
   * Replaces the environment's variables, for everything but what an SDK looks up by itself.
   *
   * @param variables all there are
   * @return this builder
   */
  public SecretsBuilder environment(Map<String, String> variables) {
    environment = Map.copyOf(variables);
    return this;
  }

  /**
   * Says where providers and {@code keyturn.properties} are looked for. The thread's context loader is never
   * used: in a build daemon it is anybody's.
   *
   * @param loader the loader; the one of this class if nothing is said
   * @return this builder
   */
  public SecretsBuilder classLoader(ClassLoader loader) {
    classLoader = Objects.requireNonNull(loader, "loader");
    return this;
  }

  /**
   * Tells somebody what happens, besides those told already.
   *
   * @param observer called on threads of the engine
   * @return this builder
   */
  public SecretsBuilder observer(SecretsObserver observer) {
    observers.add(Objects.requireNonNull(observer, "observer"));
    return this;
  }

  /**
   * Says what a line of the file would: {@code set("secret.db.ttl", "30s")}.
   *
   * @param key the key; an unknown one is an error of {@link #build()}
   * @param value its value, blanks at both ends left out
   * @return this builder
   */
  public SecretsBuilder set(String key, String value) {
    settings.put(key, new Setting(key, value.strip(), "the builder", true));
    return this;
  }

  /**
   * Lets every name that is not configured mean a secret of one store: {@code NAME} is {@code
   * store://NAME}. For tests, where a program's names are filled from the test kit's store.
   *
   * @param store the store's name
   * @return this builder
   */
  public SecretsBuilder namesFrom(String store) {
    namesFrom = store;
    return this;
  }

  /**
   * Reads the files, checks everything that was said, and starts. No store is opened and nothing is sent:
   * that is left to the first use of each.
   *
   * @return secrets, to be closed
   * @throws SecretsException {@code INVALID_CONFIGURATION} if a file is missing, cannot be read or found
   *     twice, a key is unknown, given twice or not trusted, a value is not of its form, or stores wait for
   *     each other; {@code INVALID_REFERENCE} if a text that should be a reference is none
   */
  public Secrets build() {
    return new Secrets(new Engine(settings()));
  }

  Settings settings() {
    Map<String, String> variables = environment == null ? Map.copyOf(System.getenv()) : environment;
    ClassLoader loader = classLoader == null ? SecretsBuilder.class.getClassLoader() : classLoader;
    String chosen = chosenProfile(variables);
    List<Layer> layers = new ArrayList<>(files.apply(new ConfigLookup(variables, loader, chosen)));
    layers.add(new Layer(Layer.Rank.BUILDER, "the builder", true, settings));
    SettingsReader read = new SettingsReader(layers, instances, chosen, OfferedKinds.in(loader));
    return new Settings(
        read.names(),
        read.stores(),
        read.cache(cache),
        timeout,
        read.callBudget(),
        read.leaseGrace(),
        read.revokeOnClose(),
        read.allow(),
        read.auditHits(),
        InsecureHosts.read(variables, insecureHosts),
        variables,
        loader,
        List.copyOf(observers),
        namesFrom,
        time);
  }

  private @Nullable String chosenProfile(Map<String, String> variables) {
    String chosen = profile == null ? variables.getOrDefault(PROFILE_VARIABLE, "") : profile;
    if (profile == null && chosen.isEmpty()) {
      return null;
    }
    if (!PROFILE.matcher(chosen).matches()) {
      throw invalid("a profile's name, from " + PROFILE_VARIABLE
          + " or the builder, is letters, digits and '-'");
    }
    return chosen;
  }

  private static String checkedName(String what, String name) {
    if (!KnownKeys.NAME.matcher(name).matches()) {
      throw invalid(what + " is letters, digits, '-' and '_', and begins with a letter or a digit");
    }
    return name;
  }

  private static SecretsException invalid(String message) {
    return SecretsException.of(ErrorCode.INVALID_CONFIGURATION, null, message);
  }
}
