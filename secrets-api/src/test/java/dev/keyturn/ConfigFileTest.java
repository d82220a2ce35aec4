package dev.keyturn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.model.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ConfigFileTest extends ConfigTest {
  @Test
  void bothSeparatorsCommentsContinuationsAndEscapesAreThoseOfProperties() {
    var settings = read(
        "# a comment \\",
        "! another",
        "secret.a = env://A",
        "  secret.b: env://B   ",
        "secret.c env://C",
        "secret.d = env://\\",
        "    D",
        "secret.\\u0065 = env://\\u0045");
    assertThat(settings.names().keySet()).containsExactly("a", "b", "c", "d", "e");
    assertThat(settings.names().values())
        .extracting(named -> named.ref().toString())
        .containsExactly("env://A", "env://B", "env://C", "env://D", "env://E");
  }

  @Test
  void aKeyGivenTwiceIsAnErrorThatNamesBothLines() {
    invalid("secret.db = env://A", "", "# the same", "secret.db : env://hunter2")
        .hasMessageContaining("keyturn.properties gives secret.db twice, in lines 1 and 4")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void aKeyThatAnEscapeSpellsIsTheSameKey() {
    invalid("secret.db = env://A", "secret.d\\u0062 = env://B")
        .hasMessageContaining("lines 1 and 2");
  }

  @Test
  void theLineOfAContinuedSettingIsWhereItBegins() {
    invalid("secret.a = env://\\", "A", "cache.ttl = soon")
        .hasMessageContaining("line 3: cache.ttl");
  }

  @Test
  void aBrokenUnicodeEscapeNamesItsLine() {
    invalid("secret.a = env://A", "secret.b = env://\\u00zz").hasMessageContaining("line 2");
    invalid("secret.a = C:\\users").hasMessageContaining("line 1");
    invalid("secret.a = \\u12").hasMessageContaining("write a backslash twice");
  }

  @Test
  void aFileIsUtf8WithOrWithoutAByteOrderMark() throws IOException {
    Path file =
        Files.writeString(directory.resolve("k.properties"), "\uFEFFsecret.a = env://Schlüssel");
    var settings = builder().config(file).settings();
    assertThat(settings.names().get("a").ref().path()).isEqualTo("Schlüssel");
    Files.write(file, new byte[] {'a', '=', (byte) 0xE4, '\n'});
    refused(ErrorCode.INVALID_CONFIGURATION, builder().config(file))
        .hasMessageContaining("not UTF-8");
  }

  @Test
  void aFileOverOneMebibyteIsRefused() throws IOException {
    Path file = Files.write(directory.resolve("k.properties"), new byte[(1 << 20) + 1]);
    refused(ErrorCode.INVALID_CONFIGURATION, builder().config(file)).hasMessageContaining("1 MiB");
  }

  @Test
  void aFileThatCannotBeReadSaysSo() {
    refused(ErrorCode.INVALID_CONFIGURATION, builder().config(directory))
        .hasMessageContaining("cannot be read");
  }

  @Test
  void aStrayLineOfSomethingSecretIsNotRepeated() {
    invalid("secret.key = env://A", "hunter2").hasMessageNotContaining("hunter2");
    invalid("hunter2 hunter2").hasMessageNotContaining("hunter2");
    invalid("aHVudGVyMg==").hasMessageNotContaining("aHVudGVyMg").hasMessageContaining("line 1");
    invalid("hunter2=").hasMessageNotContaining("hunter2");
    invalid("hunter2", "hunter2").hasMessageNotContaining("hunter2");
    invalid("secret.db\\=hunter2").hasMessageNotContaining("hunter2");
  }

  @Test
  void aSettingWithoutAValueIsAnError() {
    invalid("secret.db =").hasMessageContaining("line 1: secret.db has no value");
    invalid("allow =").hasMessageContaining("has no value");
  }
}
