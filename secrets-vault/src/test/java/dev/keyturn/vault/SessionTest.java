package dev.keyturn.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.Lease;
import dev.keyturn.model.SecretRef;
import dev.keyturn.spi.StoreException;
import dev.keyturn.testkit.ManualTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SessionTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private static Session of(Duration life, boolean renewable) {
    return new Session("s.of-this-test", true, new Session.Life(0, life, renewable));
  }

  private static long seconds(long seconds) {
    return Duration.ofSeconds(seconds).toNanos();
  }

  @Test
  void isRenewedOnceTwoThirdsHavePassed() {
    Session session = of(MINUTE, true);
    assertThat(session.isDue(seconds(39))).isFalse();
    assertThat(session.isDue(seconds(40))).isTrue();
    session.renewed(seconds(40), MINUTE, true);
    assertThat(session.isDue(seconds(79))).isFalse();
    assertThat(session.isOver(seconds(99))).isFalse();
    assertThat(session.isOver(seconds(100))).isTrue();
  }

  @Test
  void isNotRenewedAgainOnceItWasGivenLess() {
    Session session = of(MINUTE, true);
    session.renewed(seconds(40), Duration.ofSeconds(20), true);
    assertThat(session.isDue(seconds(59))).isFalse();
    assertThat(session.isTooShortToLease(seconds(40))).isTrue();
    assertThat(session.isFading(seconds(50))).isFalse();
    assertThat(session.isFading(seconds(54))).isTrue();
  }

  @Test
  void aSecondLessIsRounding() {
    Session session = of(MINUTE, true);
    session.renewed(seconds(40), Duration.ofSeconds(59), true);
    assertThat(session.isDue(seconds(80))).isTrue();
  }

  @Test
  void cutsWhatWouldOutliveIt() {
    Session session = of(MINUTE, false);
    assertThat(session.cap(Duration.ofHours(1), seconds(20))).isEqualTo(Duration.ofSeconds(40));
    assertThat(session.cap(Duration.ofSeconds(5), seconds(20))).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void whatIsCutToNothingStillEnds() {
    assertThat(of(MINUTE, false).cap(Duration.ofHours(1), seconds(60))).isPositive();
  }

  @Test
  void oneWithoutEndCutsNothing() {
    Session session = of(Duration.ZERO, false);
    assertThat(session.cap(Duration.ofHours(1), seconds(99_999))).isEqualTo(Duration.ofHours(1));
    assertThat(session.isOver(seconds(99_999))).isFalse();
    assertThat(session.isFading(seconds(99_999))).isFalse();
  }

  @Test
  void showsNoToken() {
    assertThat(of(MINUTE, true).toString()).doesNotContain("s.of-this-test");
  }

  @Test
  void aLeaseWithoutAnEndOfItsOwnEndsWithTheToken() {
    assertThat(of(MINUTE, false).cap(Duration.ZERO, seconds(20))).isEqualTo(Duration.ofSeconds(40));
  }

  @Test
  void aLeaseWhoseTokenWasLostMeanwhileIsNone() {
    Session session = of(MINUTE, false);
    LeaseBook book = new LeaseBook(new ManualTime());
    LeaseBook.Grant grant = new LeaseBook.Grant("lease", 0, Duration.ofMinutes(1), true);
    session.lose();
    assertThat(book.forget(session)).isEmpty();
    StoreException failure = catchThrowableOfType(
        StoreException.class,
        () -> book.begin(SecretRef.parse("vault://database/creds/app"), grant, session));
    assertThat(failure.code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
    assertThat(book.find(new Lease("lease", Duration.ofMinutes(1), true))).isNull();
  }
}
