package dev.keyturn.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.SecretRef;
import dev.keyturn.model.StoredSecret;
import dev.keyturn.spi.SecretStore;
import dev.keyturn.spi.StoreException;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Stores that break the contract, each in one way, fail the tests that are about it. */
class SecretStoreContractTest {
  @Test
  void seesAValueInAMessage() {
    assertThat(Samples.failuresOf(Tells.class))
        .singleElement()
        .asString()
        .startsWith("saysDenied")
        .contains("a value shows");
  }

  @Test
  void seesAValueThatIsChanged() {
    assertThat(Samples.failuresOf(Trims.class))
        .singleElement()
        .asString()
        .startsWith("readsLines")
        .contains("byte for byte");
  }

  @Test
  void seesADenialThatIsHidden() {
    assertThat(Samples.failuresOf(HidesDenials.class))
        .singleElement()
        .asString()
        .contains("DENIED", "NOT_FOUND");
  }

  @Test
  void seesATimeoutThatIsIgnored() {
    assertThat(Samples.failuresOf(IgnoresItsTimeout.class))
        .singleElement()
        .asString()
        .startsWith("givesUpWhenItsTimeIsOver");
  }

  @Test
  void seesAnInabilityThatIsNone() {
    assertThat(Samples.failuresOf(PleadsInability.class))
        .singleElement()
        .asString()
        .contains("cannot DELETE: too hard");
  }

  static class Tells extends SecretStoreContract {
    @Override
    protected StoreHarness harness() {
      return broken(failure -> new StoreException(
          failure.code(), failure.code() == ErrorCode.DENIED ? "not value-of-denied" : "no"));
    }
  }

  static class HidesDenials extends SecretStoreContract {
    @Override
    protected StoreHarness harness() {
      return broken(failure -> failure.code() == ErrorCode.DENIED
          ? new StoreException(ErrorCode.NOT_FOUND, "it may be missing")
          : failure);
    }
  }

  static class Trims extends SecretStoreContract {
    @Override
    protected StoreHarness harness() {
      return new MemHarness(store -> new Wrapped(store) {
        @Override
        public StoredSecret fetch(SecretRef ref, Duration timeout)
            throws StoreException, InterruptedException {
          StoredSecret stored = super.fetch(ref, timeout);
          String text = Subject.text(ref, stored);
          return text.equals(text.strip())
              ? stored
              : StoredSecret.of(text.strip()).withVersion(stored.version().orElseThrow());
        }
      });
    }
  }

  static class IgnoresItsTimeout extends SecretStoreContract {
    @Override
    protected StoreHarness harness() {
      return new MemHarness(store -> new Wrapped(store) {
        @Override
        public StoredSecret fetch(SecretRef ref, Duration timeout)
            throws StoreException, InterruptedException {
          return super.fetch(ref, timeout.plusSeconds(5));
        }
      });
    }
  }

  static class PleadsInability extends SecretStoreContract {
    @Override
    protected StoreHarness harness() {
      return new MemHarness() {
        @Override
        public Map<Ability, String> cannot() {
          return Map.of(Ability.DELETE, "too hard");
        }
      };
    }
  }

  private static MemHarness broken(Failing failing) {
    UnaryOperator<SecretStore> asBroken = store -> new Wrapped(store) {
      @Override
      public StoredSecret fetch(SecretRef ref, Duration timeout)
          throws StoreException, InterruptedException {
        try {
          return super.fetch(ref, timeout);
        } catch (StoreException e) {
          throw failing.instead(e);
        }
      }
    };
    return new MemHarness(asBroken);
  }

  private interface Failing {
    StoreException instead(StoreException failure);
  }

  private static class Wrapped implements SecretStore {
    private final SecretStore store;

    Wrapped(SecretStore store) {
      this.store = store;
    }

    @Override
    public StoredSecret fetch(SecretRef ref, Duration timeout)
        throws StoreException, InterruptedException {
      return store.fetch(ref, timeout);
    }

    @Override
    public void close() {
      store.close();
    }
  }
}
