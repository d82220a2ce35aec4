package dev.keyturn.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.SecretRef;
import dev.keyturn.model.SecretsException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The tables of the page on references, row by row. */
class ReferencesPageTest {
  private static final String PAGE = Block.read("docs/references.md");

  @Test
  void whatThePageCallsAcceptedIsReadAndSpelledSo() {
    List<String[]> rows = rows("### Accepted", 2);

    assertThat(rows).hasSize(10);
    for (String[] row : rows) {
      assertThat(SecretRef.parse(row[0])).hasToString(row[1]);
    }
  }

  @Test
  void whatThePageCallsRefusedIsRefused() {
    List<String[]> rows = rows("### Refused", 1);

    assertThat(rows).hasSize(17);
    for (String[] row : rows) {
      SecretsException refused =
          catchThrowableOfType(SecretsException.class, () -> SecretRef.parse(row[0]));
      assertThat(refused).as(row[0]).isNotNull();
      assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_REFERENCE);
      assertThat(refused.getMessage()).doesNotContain(row[0]);
    }
  }

  /** The first cells of each row below a heading; they hold code. */
  private static List<String[]> rows(String heading, int cells) {
    int begin = PAGE.indexOf(heading);
    String section = PAGE.substring(begin, PAGE.indexOf("\n#", begin + heading.length()));
    Matcher row = Pattern.compile("(?m)^\\| `([^`]+)` \\|" + (cells > 1 ? " `([^`]+)` \\|" : ""))
        .matcher(section);
    List<String[]> rows = new ArrayList<>();
    while (row.find()) {
      rows.add(new String[] {row.group(1), cells > 1 ? row.group(2) : ""});
    }
    return rows;
  }
}
