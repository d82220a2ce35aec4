package dev.keyturn.interop.servers;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * One request that OpenBao has answered, as its audit log has it.
 *
 * @param operation what was asked for: {@code read}, {@code update}, …
 * @param path of what, without {@code v1/}
 * @param granted whether it was done
 * @param by the display name of the token, such as {@code approle}; empty if there was none
 */
public record BaoAudit(String operation, String path, boolean granted, String by) {
  static List<BaoAudit> read(Path log) {
    try (Stream<String> lines = Files.lines(log)) {
      return lines
          .map(Moto::json)
          .filter(entry -> entry.path("type").asText().equals("response"))
          .map(BaoAudit::of)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static BaoAudit of(JsonNode entry) {
    return new BaoAudit(
        entry.at("/request/operation").asText(),
        entry.at("/request/path").asText(),
        entry.path("error").asText().isEmpty(),
        entry.at("/auth/display_name").asText());
  }
}
