package dev.keyturn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.model.ErrorCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExitCodeTest {
  @Test
  void theFirstThereOf436And5Wins() {
    List<ErrorCode> codes = new ArrayList<>(Arrays.asList(ErrorCode.values()));

    assertThat(ExitCode.ofAll(codes)).isEqualTo(4);
    codes.removeIf(code -> ExitCode.of(code) == 4);
    assertThat(ExitCode.ofAll(codes)).isEqualTo(3);
    codes.removeIf(code -> ExitCode.of(code) == 3);
    assertThat(ExitCode.ofAll(codes)).isEqualTo(6);
    codes.removeIf(code -> ExitCode.of(code) == 6);
    assertThat(ExitCode.ofAll(codes)).isEqualTo(5);
    codes.removeIf(code -> ExitCode.of(code) == 5);
    assertThat(ExitCode.ofAll(codes)).isEqualTo(2);
  }

  @Test
  void noFailureIsZero() {
    assertThat(ExitCode.ofAll(List.of())).isZero();
  }
}
