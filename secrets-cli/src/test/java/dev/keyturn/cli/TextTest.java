package dev.keyturn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TextTest {
  @Test
  void noCharacterSteersATerminal() {
    Table table = new Table("A", "B");
    table.row("x\u001b[31m", "y\n\u202ez\u2028");

    assertThat(table.toString()).isEqualTo("A       B\nx?[31m  y??z?\n");
  }

  @Test
  void durationsAreShortAndNeverTooLong() {
    assertThat(Text.duration(Duration.ofHours(47))).isEqualTo("47 h");
    assertThat(Text.duration(Duration.ofSeconds(119))).isEqualTo("119 s");
    assertThat(Text.duration(Duration.ofMinutes(61))).isEqualTo("61 min");
  }
}
