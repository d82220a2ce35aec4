package com.example.props;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.keyturn.Secrets;
import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.SecretsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PropsTest {
  @TempDir
  Path folder;

  @Test
  void isFoundOnTheClassPathAndUsed() throws Exception {
    Path file = Files.writeString(folder.resolve("secrets.properties"), "token = example-value\n");
    try (Secrets secrets = secrets(Map.of("path", file.toString()))) {
      assertThat(secrets.get("props://token").reveal()).isEqualTo("example-value");
    }
  }

  @Test
  void saysWhichKeyIsMissing() {
    try (Secrets secrets = secrets(Map.of())) {
      assertThatExceptionOfType(SecretsException.class)
          .isThrownBy(() -> secrets.get("props://token"))
          .withMessageContaining("store.props.path")
          .extracting(SecretsException::code)
          .isEqualTo(ErrorCode.INVALID_CONFIGURATION);
    }
  }

  @Test
  void aMisspeltKeyIsFoundBeforeAnythingIsOpened() {
    assertThatExceptionOfType(SecretsException.class)
        .isThrownBy(() -> secrets(Map.of("paht", "x")))
        .withMessageContaining("did you mean store.props.path");
  }

  private static Secrets secrets(Map<String, String> settings) {
    return Secrets.builder()
        .environment(Map.of())
        .store("props", "props", settings)
        .build();
  }
}
