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
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs scripts with JBang, which comes from its Maven artifact. Our modules come from this build: what is
 * on the test's class path is laid out as a repository below {@code target}, and JBang stays offline.
 */
final class Jbang {
  private static final Pattern CACHED = Pattern.compile("(.*)/([^/]+)/([^/]+)/\\2-\\3\\.jar");
  private static final List<String> NEEDED = List.of(
      "com.github.ben-manes.caffeine:caffeine",
      "com.fasterxml.jackson.core:jackson-core",
      "org.jspecify:jspecify");

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
    List<String> command = new ArrayList<>(
        List.of(java, "-cp", classPath(), "dev.jbang.Main", "run", "--offline", script.toString()));
    command.addAll(List.of(arguments));
    Path commandLine = home.resolve(script.getFileName() + ".command");
    Process jbang = process(command, environment)
        .redirectOutput(commandLine.toFile())
        .redirectError(home.resolve(script.getFileName() + ".log").toFile())
        .start();
    assertThat(jbang.waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(jbang.exitValue())
        .as(() -> "255 says: run what I printed; " + log(script))
        .isEqualTo(255);
    return process(List.of("bash", "-c", "exec " + Files.readString(commandLine)), environment)
        .start();
  }

  private String log(Path script) {
    try {
      return Files.readString(home.resolve(script.getFileName() + ".log"));
    } catch (IOException e) {
      return e.toString();
    }
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
    StringBuilder dependencies = new StringBuilder();
    for (String coordinates : NEEDED) {
      Path jar = onClassPath(coordinates.substring(coordinates.indexOf(':') + 1));
      Matcher cached = CACHED.matcher(jar.toString().replace(File.separatorChar, '/'));
      assertThat(cached.matches()).as("%s in a repository", jar).isTrue();
      String[] names = coordinates.split(":", 2);
      put(names[0], names[1], cached.group(3), jar, "");
      dependencies.append(dependency(names[0], names[1], cached.group(3)));
    }
    put("dev.keyturn", "secrets-api", version(), ourJar(), dependencies.toString());
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

  private static Path ourJar() {
    Path jar = Path.of("../secrets-api/target/secrets-api-" + version() + ".jar");
    assertThat(jar).as("run 'mvn verify' at the root: scripts need the jar").exists();
    return jar;
  }

  private static String version() {
    return System.getProperty("keyturn.version");
  }

  private static Path onClassPath(String name) {
    for (String entry : classPath().split(File.pathSeparator, -1)) {
      if (Path.of(entry).getFileName().toString().startsWith(name + "-")) {
        return Path.of(entry);
      }
    }
    throw new AssertionError(name + " is not on the class path");
  }

  private static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }
}
