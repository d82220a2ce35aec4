package dev.keyturn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.model.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page on errors has every code, each with its exit code. */
class ErrorsPageTest {
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `([A-Z_]+)` \\| [^|]+ \\| [^|]+ \\| (\\d) \\|$");

  @Test
  void everyCodeHasARowWithItsExitCode() throws IOException {
    Map<String, Integer> said = new LinkedHashMap<>();
    Matcher row = ROW.matcher(Files.readString(Path.of("../docs/errors.md")));
    while (row.find()) {
      said.put(row.group(1), Integer.valueOf(row.group(2)));
    }

    Map<String, Integer> known = new LinkedHashMap<>();
    Arrays.stream(ErrorCode.values()).forEach(code -> known.put(code.name(), ExitCode.of(code)));
    assertThat(said).containsExactlyEntriesOf(known);
  }
}
