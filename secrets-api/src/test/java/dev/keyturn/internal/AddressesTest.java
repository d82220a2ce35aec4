package dev.keyturn.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.spi.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {
  private final Addresses addresses = new Addresses(Set.of("vault", "[fd00::1]"));

  @ParameterizedTest
  @CsvSource({
    "https://vault.example.com:8200/, https://vault.example.com:8200",
    "https://vault.example.com/a/b//, https://vault.example.com/a/b",
    "' https://vault.example.com ', https://vault.example.com",
    "HTTPS://vault.example.com, HTTPS://vault.example.com",
    "https://10.0.0.1, https://10.0.0.1",
    "https://x.example.com/t?api-version=2.0, https://x.example.com/t?api-version=2.0",
    "http://localhost:4566, http://localhost:4566",
    "http://LOCALHOST, http://LOCALHOST",
    "http://127.0.0.1:1, http://127.0.0.1:1",
    "http://127.255.255.255, http://127.255.255.255",
    "http://[::1]:8200/, http://[::1]:8200",
    "http://[0:0:0:0:0:0:0:1], http://[0:0:0:0:0:0:0:1]",
    "http://vault:8200/, http://vault:8200",
    "http://VAULT:8200, http://VAULT:8200",
    "http://[fd00::1], http://[fd00::1]"
  })
  void whatIsAllowedComesBackWithoutASlashAtItsEnd(String text, String address)
      throws StoreException {
    assertThat(addresses.check("store.vault.address", text)).hasToString(address);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://hunter2.example.com",
        "http://vault.example.com/hunter2",
        "http://vault.evil/hunter2",
        "http://localhost.evil/hunter2",
        "http://127.0.0.1.evil/hunter2",
        "http://127.0.0.256/hunter2",
        "http://127.0.0.01/hunter2",
        "http://127.1/hunter2",
        "http://0177.0.0.1/hunter2",
        "http://[::ffff:7f00:1]/hunter2",
        "http://[::2]/hunter2",
        "https://user:hunter2@vault.example.com",
        "https://hunter2@vault.example.com",
        "https://@vault.example.com/hunter2",
        "http://localhost:hunter2@evil.example.com",
        "https://vault.example.com#hunter2",
        "https://vault.example.com:99999/hunter2",
        "https://vault.example.com:0/hunter2",
        "https://vault_x/hunter2",
        "https:hunter2",
        "https:///hunter2",
        "https://",
        "//vault.example.com/hunter2",
        "ftp://vault.example.com/hunter2",
        "file:///hunter2",
        "hunter2",
        "",
        "https://vault.example.com\\hunter2",
        "https://va ult/hunter2",
        "https://vault.example.com/\nhunter2"
      })
  void whatBreaksTheRuleIsRefusedAndNotRepeated(String text) {
    assertThatThrownBy(() -> addresses.check("VAULT_ADDR", text))
        .isInstanceOfSatisfying(
            StoreException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION))
        .hasMessageStartingWith("VAULT_ADDR ")
        .hasNoCause()
        .satisfies(
            e -> assertThat(e.getMessage().replace("KEYTURN_INSECURE_HTTP=hunter2.example.com", ""))
                .doesNotContain("hunter2"));
  }

  @Test
  void theRefusalOfATestServerSaysWhatWouldAllowIt() {
    assertThatThrownBy(() -> addresses.check("VAULT_ADDR", "http://localstack:4566"))
        .hasMessageContaining("KEYTURN_INSECURE_HTTP=localstack");
  }

  @Test
  void anInsecureHostIsWarnedOfOnce() throws StoreException {
    Recorded recorded = new Recorded();
    Logger logger = Logger.getLogger("dev.keyturn");
    logger.addHandler(recorded);
    logger.setUseParentHandlers(false);
    try {
      addresses.check("a", "http://localhost");
      assertThat(recorded.messages).isEmpty();
      addresses.check("a", "http://vault");
      addresses.check("b", "http://Vault:8200");
      assertThat(recorded.messages).hasSize(1);
    } finally {
      logger.setUseParentHandlers(true);
      logger.removeHandler(recorded);
    }
  }

  /** Keeps what is logged. */
  private static final class Recorded extends Handler {
    private final List<String> messages = new ArrayList<>();

    @Override
    public void publish(LogRecord record) {
      messages.add(record.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
