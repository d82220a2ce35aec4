package dev.keyturn.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.Secrets;
import dev.keyturn.SecretsBuilder;
import dev.keyturn.model.ErrorCode;
import dev.keyturn.testkit.ManualTime;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A store that logged in by itself logs out at the end, and its leases go with the login. */
class LogOutTest {
  private static final String REF = "rent://creds";

  private final ManualTime time = new ManualTime();
  private final RentingStore store = new RentingStore(time);
  private final Log log = new Log();

  private SecretsBuilder builder() {
    store.logIn();
    return Secrets.builder().environment(Map.of()).time(time).store("rent", store);
  }

  @AfterEach
  void close() {
    log.close();
  }

  @Test
  void aLoginEndsWithItsLeasesBeforeTheStoreIsClosed() {
    Secrets secrets = builder().build();
    secrets.get(REF);
    secrets.get("rent://others");
    secrets.close();
    assertThat(store.events()).containsExactly("fetch 1", "fetch 2", "log out with 2", "close");
    assertThat(log.lines()).isEmpty();
  }

  @Test
  void aLoginWithoutALeaseEndsToo() {
    store.lease(RentingStore.HOUR, false);
    Secrets secrets = builder().build();
    secrets.get(REF);
    time.advance(RentingStore.HOUR.plusHours(1));
    secrets.close();
    assertThat(store.events()).endsWith("log out with 0", "close");
  }

  @Test
  void aLoginIsLeftAliveForLeasesThatAreToOutliveTheProcess() {
    Secrets secrets = builder().set("leases.revoke-on-close", "false").build();
    secrets.get(REF);
    secrets.close();
    assertThat(store.events()).containsExactly("fetch 1", "close");
  }

  @Test
  void aLoginThatNoLeaseHangsOnEndsEvenThen() {
    store.lease(RentingStore.HOUR, false);
    Secrets secrets = builder().set("leases.revoke-on-close", "false").build();
    secrets.get(REF);
    time.advance(RentingStore.HOUR.plusHours(1));
    secrets.close();
    assertThat(store.events()).endsWith("log out with 0", "close");
  }

  @Test
  void leasesAreRevokedSinglyWhereTheLoginCannotBeEnded() {
    store.refuseToLogOut(ErrorCode.UNAVAILABLE);
    Secrets secrets = builder().build();
    secrets.get(REF);
    secrets.close();
    assertThat(store.events())
        .containsExactly("fetch 1", "log out with 1", "revoke lease-1", "close");
    assertThat(log.lines()).singleElement().asString().contains("did not log out", "lives on");
  }
}
