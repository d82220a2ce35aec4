package dev.keyturn.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs scripts with JBang, which comes from its Maven artifact. Our modules come from this build: they and
 * what they need are laid out as a repository below {@code target}, and JBang stays offline.
 */
final class Jbang {
  private static final Pattern CACHED = Pattern.compile("(.*)/([^/]+)/([^/]+)/\\2-\\3\\.jar");
  private static final Set<String> OF_API = Set.of("caffeine", "jackson-core", "jspecify");

  private final Path home;
  private final Path repository;
  private final String java =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();

  Jbang(Path home) throws IOException {
    this.home = home.toAbsolutePath();
    this.repository = Files.createDirectories(this.home.resolve("repository"));
    layOut();
  }

  /** Starts a script; its output is the caller's to read. */
  Process start(Path script, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    return start(
        script.getParent(), script.getFileName().toString(), environment, List.of(arguments));
  }

  /**
   * Starts a script, or an alias of the catalog in its directory.
   *
   * @param scriptOrAlias as it is written after {@code jbang}
   */
  Process start(
      Path directory, String scriptOrAlias, Map<String, String> environment, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(
        List.of(java, "-cp", classPath(), "dev.jbang.Main", "run", "--offline", scriptOrAlias));
    command.addAll(arguments);
    Path commandLine = home.resolve(scriptOrAlias + ".command");
    Path log = home.resolve(scriptOrAlias + ".log");
    Process jbang = process(command, environment)
        .directory(directory.toFile())
        .redirectOutput(commandLine.toFile())
        .redirectError(log.toFile())
        .start();
    assertThat(jbang.waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(jbang.exitValue())
        .as("255 says: run what I printed; " + Files.readString(log))
        .isEqualTo(255);
    return process(List.of("bash", "-c", "exec " + Files.readString(commandLine)), environment)
        .start();
  }

  private ProcessBuilder process(List<String> command, Map<String, String> environment) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("JBANG_DIR", home.toString());
    builder.environment().put("JBANG_REPO", repository.toString());
    builder.environment().put("JBANG_NO_VERSION_CHECK", "true");
    builder.environment().put("JBANG_RUNTIME_SHELL", "bash");
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().putAll(environment);
    return builder;
  }

  // ---- the repository -------------------------------------------------------------------------

  private void layOut() throws IOException {
    List<Path> jars = commandJars();
    StringBuilder ofCommand = new StringBuilder();
    StringBuilder ofApi = new StringBuilder();
    for (Path jar : jars) {
      Matcher cached = CACHED.matcher(jar.toString().replace(File.separatorChar, '/'));
      String name =
          cached.matches() ? cached.group(2) : jar.getParent().getParent().getFileName() + "";
      String version = cached.matches() ? cached.group(3) : version();
      String group = cached.matches() ? group(cached.group(1)) : "dev.keyturn";
      if (!name.equals("secrets-api")) {
        put(group, name, version, jar, "");
      }
      ofCommand.append(dependency(group, name, version));
      if (OF_API.contains(name)) {
        ofApi.append(dependency(group, name, version));
      }
    }
    put("dev.keyturn", "secrets-api", version(), ourJar("secrets-api"), ofApi.toString());
    put("dev.keyturn", "secrets-cli", version(), ourJar("secrets-cli"), ofCommand.toString());
  }

  /** What the command needs when it runs, as its build found it. */
  private static List<Path> commandJars() throws IOException {
    Path list = Path.of("../secrets-cli/target/runtime.classpath");
    assertThat(list)
        .as("run 'mvn verify' at the root: scripts need the command")
        .exists();
    List<Path> jars = new ArrayList<>();
    for (String jar : Files.readString(list).split(File.pathSeparator, -1)) {
      jars.add(Path.of(jar));
    }
    return jars;
  }

  /** The group of a directory {@code REPOSITORY/group/in/parts}. */
  private static String group(String directory) {
    String root = System.getProperty("maven.repository").replace(File.separatorChar, '/');
    assertThat(directory).startsWith(root);
    return directory.substring(root.length() + 1).replace('/', '.');
  }

  private void put(String group, String name, String version, Path jar, String dependencies)
      throws IOException {
    Path folder = Files.createDirectories(
        repository.resolve(group.replace('.', '/')).resolve(name).resolve(version));
    Files.copy(
        jar, folder.resolve(name + "-" + version + ".jar"), StandardCopyOption.REPLACE_EXISTING);
    Files.writeString(
        folder.resolve(name + "-" + version + ".pom"),
        "<project><modelVersion>4.0.0</modelVersion>" + coordinates(group, name, version)
            + "<dependencies>" + dependencies + "</dependencies></project>");
  }

  private static String dependency(String group, String name, String version) {
    return "<dependency>" + coordinates(group, name, version) + "</dependency>";
  }

  private static String coordinates(String group, String name, String version) {
    return "<groupId>" + group + "</groupId><artifactId>" + name + "</artifactId><version>"
        + version + "</version>";
  }

  private static Path ourJar(String module) {
    Path jar = Path.of("../" + module + "/target/" + module + "-" + version() + ".jar");
    assertThat(jar).as("run 'mvn verify' at the root: scripts need the jar").exists();
    return jar;
  }

  private static String version() {
    return System.getProperty("keyturn.version");
  }

  private static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }
}
