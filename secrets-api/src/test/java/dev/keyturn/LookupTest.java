package dev.keyturn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.model.ErrorCode;
import java.io.IOException;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LookupTest extends ConfigTest {
  private Path first;
  private Path second;
  private Path checkout;
  private URLClassLoader classPath;

  @BeforeEach
  void layOut() throws IOException {
    first = Files.createDirectory(directory.resolve("first"));
    second = Files.createDirectory(directory.resolve("second"));
    checkout = Files.createDirectory(directory.resolve("checkout"));
    classPath = TestKinds.over(first, second);
  }

  @AfterEach
  void tidy() throws IOException {
    System.clearProperty(ConfigLookup.PROPERTY);
    classPath.close();
  }

  private SecretsBuilder finder() {
    return builder().classLoader(classPath).findConfig(checkout);
  }

  private static Object path(SecretsBuilder builder) {
    return builder.settings().names().get("a").ref().path();
  }

  private Path says(Path where, String name, String path) throws IOException {
    return Files.writeString(where.resolve(name), "secret.a = env://" + path + "\n");
  }

  @Test
  void thePropertyComesFirstThenTheVariableThenTheClassPathThenTheDirectory() throws IOException {
    says(checkout, "keyturn.properties", "DIRECTORY");
    assertThat(path(finder())).isEqualTo("DIRECTORY");
    says(first, "keyturn.properties", "CLASSPATH");
    assertThat(path(finder())).isEqualTo("CLASSPATH");
    Path variable = says(directory, "v.properties", "VARIABLE");
    var environment = Map.of("KEYTURN_CONFIG", variable.toString());
    assertThat(path(finder().environment(environment))).isEqualTo("VARIABLE");
    System.setProperty(
        "keyturn.config", says(directory, "p.properties", "PROPERTY").toString());
    assertThat(path(finder().environment(environment))).isEqualTo("PROPERTY");
    assertThat(path(finder().config(says(directory, "c.properties", "OPTION"))))
        .isEqualTo("OPTION");
  }

  @Test
  void aBuilderReadsNoFileThatItWasNotToldOf() throws IOException {
    Path variable = says(first, "keyturn.properties", "CLASSPATH");
    var builder =
        builder().classLoader(classPath).environment(Map.of("KEYTURN_CONFIG", variable.toString()));
    assertThat(builder.settings().names()).isEmpty();
    assertThat(builder.findConfig().settings().names()).containsKey("a");
  }

  @Test
  void withoutAnyFileThereIsNothingConfigured() {
    assertThat(finder().settings().names()).isEmpty();
    assertThat(finder().profile("prod").settings().names()).isEmpty();
  }

  @Test
  void theDirectoryIsLeftAloneUnlessAskedFor() throws IOException {
    says(checkout, "keyturn.properties", "DIRECTORY");
    assertThat(builder().classLoader(classPath).findConfig().settings().names()).isEmpty();
  }

  @Test
  void aFileThatIsNamedAndNotThereIsAnError() {
    Path missing = directory.resolve("missing.properties");
    refused(ErrorCode.INVALID_CONFIGURATION, builder().config(missing))
        .hasMessageContaining("missing.properties");
    refused(
            ErrorCode.INVALID_CONFIGURATION,
            finder().environment(Map.of("KEYTURN_CONFIG", missing.toString())))
        .hasMessageContaining("KEYTURN_CONFIG names a file that is not there")
        .hasMessageContaining("missing.properties");
    System.setProperty("keyturn.config", missing.toString());
    refused(ErrorCode.INVALID_CONFIGURATION, finder())
        .hasMessageContaining("-Dkeyturn.config names a file");
  }

  @Test
  void twoOnTheClassPathAreAnErrorThatNamesBoth() throws IOException {
    says(first, "keyturn.properties", "A");
    says(second, "keyturn.properties", "A");
    refused(ErrorCode.INVALID_CONFIGURATION, finder())
        .hasMessageContaining("first/keyturn.properties")
        .hasMessageContaining("second/keyturn.properties");
  }

  @Test
  void oneDirectoryThatIsTwiceOnTheClassPathIsOne() throws IOException {
    says(first, "keyturn.properties", "A");
    try (URLClassLoader twice = TestKinds.over(first, first)) {
      assertThat(path(finder().classLoader(twice))).isEqualTo("A");
    }
  }

  @Test
  void aProfileIsFoundOnTheClassPathToo() throws IOException {
    says(first, "keyturn.properties", "BASE");
    refused(ErrorCode.INVALID_CONFIGURATION, finder().profile("prod"))
        .hasMessageContaining("keyturn-prod.properties");
    says(first, "keyturn-prod.properties", "PROD");
    assertThat(path(finder().profile("prod"))).isEqualTo("PROD");
    says(second, "keyturn-prod.properties", "PROD");
    refused(ErrorCode.INVALID_CONFIGURATION, finder().profile("prod"))
        .hasMessageContaining("second");
  }

  @Test
  void aProfileWithoutTheFileItOverlaysIsAnError() throws IOException {
    says(checkout, "keyturn-prod.properties", "PROD");
    refused(ErrorCode.INVALID_CONFIGURATION, finder().profile("prod"))
        .hasMessageContaining("is not");
    says(first, "keyturn-prod.properties", "PROD");
    refused(ErrorCode.INVALID_CONFIGURATION, finder().profile("prod"))
        .hasMessageContaining("is not");
  }

  @Test
  void aVariableThatIsNoPathIsAnError() {
    refused(ErrorCode.INVALID_CONFIGURATION, finder().environment(Map.of("KEYTURN_CONFIG", "a\0b")))
        .hasMessageContaining("KEYTURN_CONFIG is no path");
  }
}
