package dev.keyturn.internal.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.SecretRef;
import dev.keyturn.spi.SecretStore;
import dev.keyturn.spi.SecretStoreProvider;
import dev.keyturn.spi.StoreException;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileProviderTest {
  private final FileProvider provider = new FileProvider();

  @ParameterizedTest
  @ValueSource(strings = {"file://a", "file://a/b", "file://db/", "file://.dockerconfigjson"})
  void aNameBelowTheRootIsAReferenceAndSoIsADirectory(String text) {
    assertThatCode(() -> provider.check(SecretRef.parse(text))).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "file:///etc/passwd",
        "file://a?version=1",
        "file://..data/a",
        "file://db/..data/",
        "file://..2026_11_22/a",
        "file://..."
      })
  void whatNoFileCanBeIsNoReference(String text) {
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> provider.check(SecretRef.parse(text)))
        .matches(e -> e.code() == ErrorCode.INVALID_REFERENCE);
  }

  @Test
  void theRootsAreTheCustomaryOnesUnlessConfigured() {
    TestContext context =
        TestContext.named("file").withVariable("CREDENTIALS_DIRECTORY", "/run/credentials/app");
    try (SecretStore store = context.open(provider)) {
      assertThat(store.describe())
          .containsEntry("roots", "/run/secrets, /var/run/secrets, /run/credentials/app");
    }
  }

  @Test
  void configuredRootsReplaceTheCustomaryOnes() {
    TestContext context = TestContext.named("file")
        .with("roots", "/srv/a ,/srv/b")
        .withVariable("CREDENTIALS_DIRECTORY", "/run/credentials/app");
    try (SecretStore store = context.open(provider)) {
      assertThat(store.describe()).containsEntry("roots", "/srv/a, /srv/b");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "secrets", "./secrets", "/srv/a,,/srv/b", "/srv/a,~/b", "/a\0b"})
  void aRootThatIsNoAbsolutePathIsRefusedWithItsKey(String roots) {
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> provider.open(TestContext.named("mounts").with("roots", roots)))
        .withMessageContaining("store.mounts.roots")
        .matches(e -> e.code() == ErrorCode.INVALID_CONFIGURATION);
  }

  @Test
  void aRelativeCredentialsDirectoryIsNoRoot() {
    TestContext context = TestContext.named("file").withVariable("CREDENTIALS_DIRECTORY", "here");
    try (SecretStore store = context.open(provider)) {
      assertThat(store.describe()).containsEntry("roots", "/run/secrets, /var/run/secrets");
    }
  }

  @Test
  void bothStoresAreFoundAsServices() {
    assertThat(ServiceLoader.load(SecretStoreProvider.class).stream())
        .extracting(ServiceLoader.Provider::type)
        .contains(EnvProvider.class, FileProvider.class);
  }
}
