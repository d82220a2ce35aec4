package com.example.props;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Holds docs/writing-a-provider.md and the files that it shows together. */
class PageTest {
  private static final Path ROOT = Path.of("../..");
  private static final Pattern SHOWN =
      Pattern.compile("```java\n// file: (\\S+)\n(.*?)```", Pattern.DOTALL);

  @Test
  void thePageShowsTheFilesAsTheyAre() throws IOException {
    Matcher shown = SHOWN.matcher(Files.readString(ROOT.resolve("docs/writing-a-provider.md")));
    int files = 0;
    while (shown.find()) {
      assertThat(shown.group(2)).isEqualTo(Files.readString(ROOT.resolve(shown.group(1))));
      files++;
    }
    assertThat(files).isEqualTo(3);
  }
}
