package dev.keyturn.aws;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.spi.StoreException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** The bytes that a text of an answer stands for. */
final class Utf8 {
  private Utf8() {}

  /** Strict, since half a surrogate pair would silently become a question mark. */
  static byte[] bytes(String text) throws StoreException {
    try {
      ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      byte[] bytes = new byte[encoded.remaining()];
      encoded.get(bytes);
      return bytes;
    } catch (CharacterCodingException e) {
      throw new StoreException(
          ErrorCode.MALFORMED,
          "the value holds half of a surrogate pair, so it is not Unicode text");
    }
  }
}
