package dev.keyturn.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ClosestTest {
  @Test
  void countsLettersAddedLeftOutChangedAndSwapped() {
    assertThat(Closest.distance("ttl", "ttl")).isZero();
    assertThat(Closest.distance("tll", "ttl")).isEqualTo(1);
    assertThat(Closest.distance("tlt", "ttl")).isEqualTo(1);
    assertThat(Closest.distance("tl", "ttl")).isEqualTo(1);
    assertThat(Closest.distance("", "ttl")).isEqualTo(3);
    assertThat(Closest.distance("kitten", "sitting")).isEqualTo(3);
  }

  @Test
  void offersTheNearestAndOfEquallyNearTheFirst() {
    assertThat(Closest.to("adress", List.of("auth", "address", "role"))).contains("address");
    assertThat(Closest.to("ab", List.of("ac", "aa"))).contains("aa");
  }

  @Test
  void offersNothingThatIsFar() {
    assertThat(Closest.to("region", List.of("auth", "address", "role"))).isEmpty();
    assertThat(Closest.to("x".repeat(1_000_000), List.of("x"))).isEmpty();
  }
}
