package dev.keyturn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A file in the working directory may have come with a stranger's checkout. */
class UntrustedDirectoryTest {
  private static final List<String> COMMANDS =
      List.of("get token", "get vault://kv/x", "get env://TOKEN", "check", "check token", "stores");

  @TempDir
  Path directory;

  private ServerSocketChannel stranger;

  @BeforeEach
  void listen() throws IOException {
    stranger = ServerSocketChannel.open();
    stranger.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    stranger.configureBlocking(false);
  }

  @AfterEach
  void stop() throws IOException {
    stranger.close();
  }

  static Stream<String> settings() {
    return Stream.of(
        "store.vault.address = http://127.0.0.1:PORT",
        "store.vault.proxy = http://127.0.0.1:PORT",
        "store.vault.token = env://TOKEN",
        "store.aws.endpoint = http://127.0.0.1:PORT",
        "store.aws-sm.profile = DIR/run-me",
        "store.env.provider = vault",
        "store.file.roots = /",
        "store.file.program = DIR/run-me",
        "allow = *",
        "leases.revoke-on-close = false");
  }

  @ParameterizedTest
  @MethodSource("settings")
  void noCommandSendsOrRunsAnythingForIt(String setting) throws IOException {
    configure(setting, "secret.token = env://TOKEN");

    for (String command : COMMANDS) {
      Run run = run(command);
      assertThat(run.exit()).as(command).isEqualTo(2);
      assertThat(run.out()).as(command).isEmpty();
      assertThat(run.err()).startsWith("keyturn: INVALID_CONFIGURATION: ").doesNotContain("s3cr3t");
    }
    assertUntouched();
  }

  @ParameterizedTest
  @MethodSource("settings")
  void theDemoDoesNotEvenReadIt(String setting) throws IOException {
    configure(setting);

    assertThat(run("demo").exit()).isZero();
    assertUntouched();
  }

  @Test
  void saysHowToTrustIt() throws IOException {
    configure("store.file.roots = /");

    assertThat(run("stores").err()).contains("KEYTURN_CONFIG");
  }

  @Test
  void aSecretWrittenIntoItIsNotRepeated() throws IOException {
    configure("secret.db=hunter2");

    for (String command : COMMANDS) {
      assertThat(run(command).exit()).isEqualTo(2);
      assertThat(run(command).everything()).doesNotContain("hunter2");
    }
  }

  @Test
  void theSameFileIsTrustedOnceItIsNamed() throws IOException {
    configure("store.file.roots = " + directory, "secret.token = env://TOKEN");

    assertThat(run("get --config keyturn.properties token").text()).isEqualTo("s3cr3t");
  }

  private void configure(String... lines) throws IOException {
    Path program =
        Files.writeString(directory.resolve("run-me"), "#!/bin/sh\n>" + directory + "/ran\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
    String port = String.valueOf(((InetSocketAddress) stranger.getLocalAddress()).getPort());
    List<String> real = Stream.of(lines)
        .map(line -> line.replace("PORT", port).replace("DIR", directory.toString()))
        .toList();
    Files.write(directory.resolve("keyturn.properties"), real);
  }

  private Run run(String command) {
    return Run.in(directory, Map.of("TOKEN", "s3cr3t"), command.split(" "));
  }

  private void assertUntouched() throws IOException {
    assertThat(stranger.accept()).isNull();
    assertThat(directory.resolve("ran")).doesNotExist();
  }
}
