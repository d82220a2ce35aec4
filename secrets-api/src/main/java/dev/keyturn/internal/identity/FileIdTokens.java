package dev.keyturn.internal.identity;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.spi.IdTokenSource;
import dev.keyturn.spi.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;

/** A token that a kubelet keeps in a file and renews there: read anew at each exchange. */
final class FileIdTokens implements IdTokenSource {
  static final String VARIABLE = "AWS_WEB_IDENTITY_TOKEN_FILE";

  private static final int MAX_BYTES = 64 * 1024;

  private final String file;

  FileIdTokens(String file) {
    this.file = file;
  }

  @Override
  public String name() {
    return VARIABLE;
  }

  @Override
  public String token(String audience, Duration timeout) throws StoreException {
    return GivenToken.checked(VARIABLE, read(), audience);
  }

  private byte[] read() throws StoreException {
    try {
      Path path = Path.of(file);
      if (!Files.isRegularFile(path)) {
        throw unreadable("is not there or is not a file");
      }
      try (InputStream in = Files.newInputStream(path)) {
        return in.readNBytes(MAX_BYTES);
      }
    } catch (IOException | InvalidPathException e) {
      throw unreadable("cannot be read");
    }
  }

  private static StoreException unreadable(String why) {
    return new StoreException(
        ErrorCode.UNAUTHENTICATED,
        "the ID token's file that " + VARIABLE + " names " + why + "; is the token mounted?");
  }
}
