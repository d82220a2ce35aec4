package dev.keyturn.vault;

import dev.keyturn.spi.StoreException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Asks what this login may do, without doing it. */
final class Capabilities {
  private static final String PATH = "sys/capabilities-self";

  private final Vault vault;
  private final Refusals refusals;

  Capabilities(Vault vault, Refusals refusals) {
    this.vault = vault;
    this.refusals = refusals;
  }

  /** Passes if the path may be read. */
  void requireRead(String path, Session session, Deadline deadline)
      throws StoreException, InterruptedException {
    Answer answer =
        vault.post(PATH, session.token(), Json.of(Map.of()).withList("paths", path), deadline);
    Json data = answer.object("data");
    if (!answer.isSuccess() || data == null) {
      throw refusals.ofQuestion(answer, PATH, session, deadline);
    }
    List<String> may = data.texts(path).isEmpty() ? data.texts("capabilities") : data.texts(path);
    if (Stream.of("read", "root").noneMatch(may::contains)) {
      throw refusals.denied(path, "read");
    }
  }
}
