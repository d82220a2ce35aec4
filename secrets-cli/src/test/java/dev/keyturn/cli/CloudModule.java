package dev.keyturn.cli;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/** The modules that read from a cloud's stores, and the jars that each needs, as Maven found them. */
enum CloudModule {
  AWS("secrets-aws", "aws-sm aws-ssm"),
  VAULT("secrets-vault", "vault"),
  AZURE("secrets-azure", "azure-kv"),
  GCP("secrets-gcp", "gcp-sm");

  final String artifact;
  private final String kinds;

  CloudModule(String artifact, String kinds) {
    this.artifact = artifact;
    this.kinds = kinds;
  }

  static CloudModule of(String kind) {
    return Stream.of(values())
        .filter(module -> module.kinds().contains(kind))
        .findFirst()
        .orElseThrow();
  }

  /** The kinds of store it offers. */
  List<String> kinds() {
    return List.of(kinds.split(" ", -1));
  }

  Path jar() {
    return ourJar(artifact);
  }

  /** Its own jar and all that it needs. */
  Set<Path> jars() {
    Set<Path> jars = list(artifact);
    jars.add(jar());
    return jars;
  }

  /** What an application has that asks for these modules and no others, and nothing twice. */
  static Set<Path> jarsOf(Collection<CloudModule> modules) {
    Set<Path> jars = apiJars();
    modules.forEach(module -> jars.addAll(module.jars()));
    return jars;
  }

  /** secrets-api and what it needs: what all of them have. */
  static Set<Path> apiJars() {
    Set<Path> jars = AWS.jars();
    Stream.of(values()).forEach(module -> jars.retainAll(module.jars()));
    jars.add(annotations());
    return jars;
  }

  /** The command's class path: its classes and all jars it needs. */
  static Set<Path> commandPath() {
    Set<Path> path = list("secrets-cli");
    path.add(Path.of("target", "classes").toAbsolutePath());
    return path;
  }

  /** Caffeine brings it to an application; our own modules say that it is there already. */
  private static Path annotations() {
    return Path.of(
        NullMarked.class.getProtectionDomain().getCodeSource().getLocation().getPath());
  }

  /** One of this build's jars. */
  static Path ourJar(String artifact) {
    return list("secrets-cli").stream()
        .filter(jar -> jar.getFileName().toString().startsWith(artifact + "-"))
        .findFirst()
        .orElseThrow(() -> new AssertionError(
            "no jar of " + artifact + ": run 'mvn verify -pl secrets-cli -am' at the root"));
  }

  private static Set<Path> list(String artifact) {
    Path list = Path.of("..", artifact, "target", "runtime.classpath");
    try {
      Set<Path> jars = new LinkedHashSet<>();
      for (String jar : Files.readString(list).split(File.pathSeparator, -1)) {
        jars.add(Path.of(jar));
      }
      return jars;
    } catch (IOException e) {
      throw new UncheckedIOException("run 'mvn verify -pl secrets-cli -am' at the root", e);
    }
  }
}
