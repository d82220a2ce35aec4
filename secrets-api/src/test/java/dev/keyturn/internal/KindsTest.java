package dev.keyturn.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.spi.SecretStore;
import dev.keyturn.spi.SecretStoreProvider;
import dev.keyturn.spi.StoreContext;
import dev.keyturn.spi.StoreKind;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KindsTest {
  @TempDir
  Path directory;

  @Test
  void everyKindOfOursNamesItsModule() {
    assertThat(KnownKinds.moduleOf("vault")).contains("dev.keyturn:secrets-vault");
    assertThat(KnownKinds.moduleOf("aws-ssm")).contains("dev.keyturn:secrets-aws");
    assertThat(KnownKinds.moduleOf("env")).isEmpty();
    assertThat(KnownKinds.moduleOf("homemade")).isEmpty();
    assertThat(KnownKinds.all()).allMatch(KnownKinds::isKnown);
  }

  @Test
  void brokenEntriesAndKindsOfferedTwiceArePassedOver() throws IOException {
    Path services = directory.resolve("META-INF/services");
    Files.createDirectories(services);
    Files.writeString(
        services.resolve(SecretStoreProvider.class.getName()),
        String.join(
            "\n",
            "com.example.Missing",
            One.class.getName(),
            String.class.getName(),
            Another.class.getName(),
            NoKind.class.getName(),
            Failing.class.getName(),
            Good.class.getName()));
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {directory.toUri().toURL()}, getClass().getClassLoader())) {
      OfferedKinds kinds = OfferedKinds.in(loader);
      assertThat(kinds.all()).contains("one", "good", "failing");
      assertThat(kinds.provider("one")).as("offered twice").isEmpty();
      assertThat(kinds.provider("failing")).as("cannot be constructed").isEmpty();
      assertThat(kinds.provider("good")).containsInstanceOf(Good.class);
      assertThat(kinds.provider("absent")).isEmpty();
    }
  }

  /** Offers a kind. */
  @StoreKind("one")
  public static final class One extends Nothing {}

  /** Offers the same kind. */
  @StoreKind("one")
  public static final class Another extends Nothing {}

  /** Offers a kind that nobody else does. */
  @StoreKind("good")
  public static final class Good extends Nothing {}

  /** Says nothing of a kind. */
  public static final class NoKind extends Nothing {}

  /** Cannot be constructed. */
  @StoreKind("failing")
  public static final class Failing extends Nothing {
    /** For the service loader. */
    public Failing() {
      throw new IllegalStateException("constructed");
    }
  }

  /** What all have in common. */
  abstract static class Nothing implements SecretStoreProvider {
    @Override
    public Set<String> keys() {
      return Set.of();
    }

    @Override
    public SecretStore open(StoreContext context) {
      throw new AssertionError("nothing is opened");
    }
  }
}
