package dev.keyturn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** All modules for clouds on one class path, and any of them without the others. */
class CloudModulesTest {
  private static final int JARS = 88;
  private static final long BYTES = 37_000_000;

  @TempDir
  static Path directory;

  private static DemoStores stores;
  private static Child child;

  @BeforeAll
  static void open() throws IOException {
    stores = new DemoStores();
    Files.writeString(configuration(), DemoConfiguration.of(stores));
    child = new Child(directory.resolve("classes"));
  }

  @AfterAll
  static void close() throws IOException {
    stores.close();
  }

  private static Path configuration() {
    return directory.resolve("keyturn.properties");
  }

  private static List<String> run(Set<Path> jars, List<String> options, List<String> kinds)
      throws IOException, InterruptedException {
    List<Path> classPath = new ArrayList<>(jars);
    classPath.add(child.classes());
    List<String> arguments = new ArrayList<>(List.of(
        "-cp",
        Child.path(classPath),
        AnyApplication.class.getName(),
        configuration().toString()));
    arguments.addAll(kinds);
    return Child.run(stores.environment(), options, arguments);
  }

  // ---- how much they are ------------------------------------------------------------------------

  @Test
  void allFourAreOfTheSizeThatWasPromised() throws IOException {
    Set<Path> jars = CloudModule.jarsOf(EnumSet.allOf(CloudModule.class));
    long bytes = 0;
    for (Path jar : jars) {
      bytes += Files.size(jar);
    }
    System.out.printf(
        "all four modules: %d jars (at most %d), %d bytes (at most %d)%n",
        jars.size(), JARS, bytes, BYTES);
    assertThat(jars).hasSizeLessThanOrEqualTo(JARS);
    assertThat(bytes).isLessThanOrEqualTo(BYTES);
  }

  @Test
  void noneOfThemBringsAnotherVersionOfWhatOneBrings() {
    Set<Path> jars = CloudModule.jarsOf(EnumSet.allOf(CloudModule.class));
    Map<Path, Set<String>> versions = jars.stream()
        .filter(jar -> !jar.toString().contains("target"))
        .collect(Collectors.groupingBy(
            jar -> jar.getParent().getParent(),
            TreeMap::new,
            Collectors.mapping(jar -> jar.getFileName().toString(), Collectors.toSet())));
    assertThat(versions).allSatisfy((artifact, names) -> assertThat(names).hasSize(1));
  }

  @Test
  void thoseWithoutAModuleDescriptorHaveAName() throws IOException {
    assertThat(moduleName(CloudModule.AWS)).isEqualTo("dev.keyturn.aws");
    assertThat(moduleName(CloudModule.GCP)).isEqualTo("dev.keyturn.gcp");
  }

  private static String moduleName(CloudModule module) throws IOException {
    try (JarFile jar = new JarFile(module.jar().toFile())) {
      assertThat(jar.getEntry("module-info.class")).isNull();
      return jar.getManifest().getMainAttributes().getValue("Automatic-Module-Name");
    }
  }

  // ---- what is loaded, and when -----------------------------------------------------------------

  @Test
  void eachSdkIsLoadedWhenItsStoreIsOpenedAndNotBefore() throws Exception {
    List<String> kinds = List.of("env", "vault", "gcp-sm", "aws-ssm", "azure-kv", "aws-sm");
    List<String> lines =
        run(CloudModule.jarsOf(EnumSet.allOf(CloudModule.class)), List.of(ClassLog.OPTION), kinds);

    Set<String> known = ours();
    assertThat(known)
        .containsAll(ClassLog.jars(lines.subList(0, lines.indexOf(next(kinds.get(0))))));
    for (String kind : kinds) {
      Set<String> sdk =
          kind.equals("env") ? Set.of() : names(CloudModule.of(kind).jars());
      Set<String> fresh = new HashSet<>(sdk);
      fresh.removeAll(known);
      known.addAll(sdk);
      List<String> rest = lines.subList(lines.indexOf(next(kind)) + 1, lines.size());
      Set<String> loaded =
          ClassLog.jars(rest.stream().takeWhile(line -> !isNext(line)).toList());
      assertThat(known).as("for %s", kind).containsAll(loaded);
      assertThat(fresh.isEmpty() || loaded.stream().anyMatch(fresh::contains))
          .as("for %s", kind)
          .isTrue();
      assertThat(outcome(lines, kind)).startsWith("version ");
    }
  }

  private static String next(String kind) {
    return AnyApplication.NEXT + kind;
  }

  private static boolean isNext(String line) {
    return line.startsWith(AnyApplication.NEXT);
  }

  /** Keyturn's own jars, whose providers are found without their SDK. */
  private static Set<String> ours() {
    Set<String> ours = names(CloudModule.apiJars());
    Stream.of(CloudModule.values())
        .map(CloudModule::jar)
        .forEach(jar -> ours.add(jar.getFileName().toString()));
    return ours;
  }

  private static Set<String> names(Set<Path> jars) {
    return jars.stream()
        .map(jar -> jar.getFileName().toString())
        .collect(Collectors.toCollection(HashSet::new));
  }

  // ---- any of them without the others -----------------------------------------------------------

  /** None of them, all of them, and what is between. */
  static Stream<Set<CloudModule>> subsets() {
    List<Set<CloudModule>> subsets = new ArrayList<>();
    subsets.add(EnumSet.noneOf(CloudModule.class));
    for (CloudModule module : CloudModule.values()) {
      for (Set<CloudModule> smaller : List.copyOf(subsets)) {
        EnumSet<CloudModule> larger = EnumSet.of(module);
        larger.addAll(smaller);
        subsets.add(larger);
      }
    }
    return subsets.stream();
  }

  @ParameterizedTest
  @MethodSource("subsets")
  void anApplicationReadsWhatIsThereAndIsToldWhatToAddForTheRest(Set<CloudModule> modules)
      throws Exception {
    List<String> kinds = stores.all().stream().map(DemoStore::kind).toList();
    List<String> lines = run(CloudModule.jarsOf(modules), List.of(), kinds);

    assertThat(outcome(lines, "env")).startsWith("version ");
    assertThat(outcome(lines, "file")).startsWith("version ");
    for (CloudModule module : CloudModule.values()) {
      for (String kind : module.kinds()) {
        if (modules.contains(module)) {
          assertThat(outcome(lines, kind)).startsWith("version ");
        } else {
          assertThat(outcome(lines, kind))
              .startsWith("INVALID_CONFIGURATION ")
              .contains("dev.keyturn:" + module.artifact);
        }
      }
    }
  }

  private static String outcome(List<String> lines, String kind) {
    String begin = kind + " -> ";
    return lines.stream()
        .filter(line -> line.startsWith(begin))
        .map(line -> line.substring(begin.length()))
        .findFirst()
        .orElseThrow(() -> new AssertionError("nothing came of " + kind));
  }
}
