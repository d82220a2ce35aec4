package dev.keyturn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keyturn.internal.Settings;
import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.SecretsException;
import java.io.IOException;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What the tests of the configuration share: a directory, a class path, a builder. */
abstract class ConfigTest {
  @TempDir
  Path directory;

  URLClassLoader loader;

  @BeforeEach
  void offerKinds() throws IOException {
    loader = TestKinds.offering(
        Files.createDirectory(directory.resolve("classes")),
        TestKinds.Vault.class,
        TestKinds.SecretsManager.class,
        TestKinds.ParameterStore.class,
        TestKinds.Safe.class,
        TestKinds.Unlucky.class);
  }

  @AfterEach
  void closeLoader() throws IOException {
    loader.close();
  }

  SecretsBuilder builder() {
    return Secrets.builder().environment(Map.of()).classLoader(loader);
  }

  Path file(String name, String... lines) {
    try {
      return Files.writeString(directory.resolve(name), String.join("\n", lines) + "\n");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  SecretsBuilder fromFile(String... lines) {
    return builder().config(file("keyturn.properties", lines));
  }

  Settings read(String... lines) {
    return fromFile(lines).settings();
  }

  AbstractThrowableAssert<?, SecretsException> refused(ErrorCode code, SecretsBuilder builder) {
    SecretsException refusal = catchThrowableOfType(SecretsException.class, builder::settings);
    assertThat(refusal).as("a refusal").isNotNull();
    assertThat(refusal.code()).as(refusal.getMessage()).isEqualTo(code);
    return assertThat(refusal);
  }

  AbstractThrowableAssert<?, SecretsException> invalid(String... lines) {
    return refused(ErrorCode.INVALID_CONFIGURATION, fromFile(lines));
  }

  AbstractThrowableAssert<?, SecretsException> noReference(String... lines) {
    return refused(ErrorCode.INVALID_REFERENCE, fromFile(lines));
  }
}
