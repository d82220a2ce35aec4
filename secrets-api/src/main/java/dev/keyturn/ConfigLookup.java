package dev.keyturn;

import dev.keyturn.internal.Harmless;
import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.SecretsException;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds the configuration file, and the profile's beside it. */
final class ConfigLookup {
  static final String FILE = "keyturn.properties";
  static final String PROPERTY = "keyturn.config";
  static final String VARIABLE = "KEYTURN_CONFIG";

  private final Map<String, String> environment;
  private final ClassLoader loader;
  private final @Nullable String profile;

  ConfigLookup(Map<String, String> environment, ClassLoader loader, @Nullable String profile) {
    this.environment = environment;
    this.loader = loader;
    this.profile = profile;
  }

  /** The file that somebody named, and its overlay. */
  List<Layer> named(String by, Path file) {
    if (!Files.exists(file)) {
      throw invalid(by + " names a file that is not there: " + file);
    }
    return read(file, true);
  }

  /** The first file there is: named, on the class path, in the directory. Its overlay too. */
  List<Layer> found(@Nullable Path directory) {
    String property = System.getProperty(PROPERTY, "");
    if (!property.isEmpty()) {
      return named("-D" + PROPERTY, path("-D" + PROPERTY, property));
    }
    String variable = environment.getOrDefault(VARIABLE, "");
    if (!variable.isEmpty()) {
      return named(VARIABLE, path(VARIABLE, variable));
    }
    List<Layer> onClassPath = onClassPath();
    return onClassPath.isEmpty() && directory != null ? inDirectory(directory) : onClassPath;
  }

  private static Path path(String by, String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw invalid(by + " is no path of a file");
    }
  }

  private List<Layer> onClassPath() {
    Optional<URL> base = resource(FILE);
    Optional<URL> overlay = profile == null ? Optional.empty() : resource(withProfile(FILE));
    List<Layer> layers = new ArrayList<>();
    base.ifPresent(url -> layers.add(ConfigFile.read(Layer.Rank.BASE, url)));
    overlay.ifPresent(url -> layers.add(ConfigFile.read(Layer.Rank.PROFILE, url)));
    if (base.isPresent() && profile != null && overlay.isEmpty()) {
      throw noOverlay(base.get().toString(), withProfile(FILE));
    }
    if (overlay.isPresent() && base.isEmpty()) {
      throw noBase(overlay.get().toString());
    }
    return layers;
  }

  private Optional<URL> resource(String name) {
    List<URL> found;
    try {
      found = Collections.list(loader.getResources(name));
    } catch (IOException e) {
      throw SecretsException.of(
          ErrorCode.INVALID_CONFIGURATION, null, "the class path cannot be searched", false, e);
    }
    // a jar that is named twice, or seen by two loaders, is one; URL.equals would ask the network
    List<String> distinct = found.stream().map(URL::toString).distinct().toList();
    if (distinct.size() > 1) {
      throw invalid("the class path has "
          + distinct.stream().sorted().collect(Collectors.joining(" and "))
          + "; leave one, or name one in "
          + VARIABLE);
    }
    return found.stream().findFirst();
  }

  private List<Layer> inDirectory(Path directory) {
    Path file = directory.resolve(FILE);
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return read(file, false);
    }
    if (profile != null && Files.exists(directory.resolve(withProfile(FILE)))) {
      throw noBase(directory.resolve(withProfile(FILE)).toString());
    }
    return List.of();
  }

  private List<Layer> read(Path file, boolean trusted) {
    Layer base = ConfigFile.read(Layer.Rank.BASE, file, trusted);
    if (profile == null) {
      return List.of(base);
    }
    // Windows has no file name for a drive alone, and that is no file either
    Path name = file.getFileName();
    Path overlay = file.resolveSibling(withProfile(name == null ? FILE : name.toString()));
    if (!Files.exists(overlay)) {
      throw noOverlay(base.label(), overlay.toString());
    }
    return List.of(base, ConfigFile.read(Layer.Rank.PROFILE, overlay, trusted));
  }

  private String withProfile(String name) {
    int dot = name.lastIndexOf('.');
    return dot <= 0
        ? name + "-" + profile
        : name.substring(0, dot) + "-" + profile + name.substring(dot);
  }

  private SecretsException noOverlay(String base, String overlay) {
    return invalid(
        "the profile is " + profile + ", and " + base + " has no " + overlay + " beside it");
  }

  private static SecretsException noBase(String overlay) {
    return invalid(overlay + " is there, and " + FILE + ", which it would overlay, is not");
  }

  private static SecretsException invalid(String message) {
    return SecretsException.of(ErrorCode.INVALID_CONFIGURATION, null, Harmless.line(message));
  }
}
