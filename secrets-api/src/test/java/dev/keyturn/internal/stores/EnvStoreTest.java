package dev.keyturn.internal.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.Secret;
import dev.keyturn.model.SecretRef;
import dev.keyturn.spi.SecretStore;
import dev.keyturn.spi.StoreException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvStoreTest {
  private final EnvProvider provider = new EnvProvider();
  private final TestContext context = TestContext.named("env");
  private final SecretStore store = context.open(provider);

  private Secret fetch(String ref) throws Exception {
    return TestContext.fetch(provider, store, ref);
  }

  @Test
  void givesTheVariableAsItIs() throws Exception {
    context.withVariable("NPM_TOKEN", " s3cr3t\n");
    assertThat(fetch("env://NPM_TOKEN").reveal()).isEqualTo(" s3cr3t\n");
    SecretRef ref = SecretRef.parse("env://NPM_TOKEN");
    assertThat(store.fetch(ref, TestContext.TIMEOUT).version()).isEmpty();
  }

  @Test
  void anEmptyVariableIsAValue() throws Exception {
    context.withVariable("EMPTY", "");
    assertThat(fetch("env://EMPTY").reveal()).isEmpty();
  }

  @Test
  void aVariableMayHaveAnyName() throws Exception {
    context.withVariable("a b.c-d(x86)%", "odd").withVariable("прокси", "other");
    assertThat(fetch("env://a%20b.c-d(x86)%25").reveal()).isEqualTo("odd");
    assertThat(fetch("env://прокси").reveal()).isEqualTo("other");
  }

  @Test
  void aVariableThatIsNotSetIsMissingAndTheMessageSaysWhatToDo() {
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> fetch("env://MISSING"))
        .withMessageContaining("export it")
        .matches(e -> e.code() == ErrorCode.NOT_FOUND);
  }

  @Test
  void aValueThatJavaCouldNotReadIsRefusedRatherThanGivenWrong() {
    context.withVariable("LATIN", "p\uFFFDsswort");
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> fetch("env://LATIN"))
        .withMessageContaining("LC_ALL=C.UTF-8")
        .withMessageNotContaining("sswort")
        .matches(e -> e.code() == ErrorCode.MALFORMED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"env://A/B", "env:///A", "env://A/", "env://A?version=1"})
  void whatNoVariableCanBeIsNoReference(String text) {
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> provider.check(SecretRef.parse(text)))
        .matches(e -> e.code() == ErrorCode.INVALID_REFERENCE);
  }

  @Test
  void describesItselfWithoutNamesOrValues() {
    context.withVariable("NPM_TOKEN", "s3cr3t");
    assertThat(store.describe()).containsEntry("reads", "the environment of this process");
    store.close();
    store.close();
  }
}
