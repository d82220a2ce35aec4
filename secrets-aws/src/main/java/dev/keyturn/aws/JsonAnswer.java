package dev.keyturn.aws;

import java.io.IOException;
import java.util.Set;
import software.amazon.awssdk.thirdparty.jackson.core.JsonFactory;
import software.amazon.awssdk.thirdparty.jackson.core.JsonFactoryBuilder;
import software.amazon.awssdk.thirdparty.jackson.core.JsonParser;
import software.amazon.awssdk.thirdparty.jackson.core.JsonToken;
import software.amazon.awssdk.thirdparty.jackson.core.StreamReadFeature;

/**
 * Looks whether an answer is one JSON object whose texts are texts. The SDK takes what it gets: of an
 * object where a secret should stand it gives the brace, of a name that comes twice the last, and what
 * follows the document it does not read. The parser is the SDK's own, which is loaded anyway.
 */
final class JsonAnswer {
  private static final JsonFactory JSON = new JsonFactoryBuilder()
      .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
      .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
      .build();

  /** Whatever a value, its version or whose it is are taken from; each has one meaning in all answers. */
  private static final Set<String> TEXTS = Set.of(
      "ARN",
      "ErrorCode",
      "Name",
      "NextToken",
      "SecretBinary",
      "SecretId",
      "SecretString",
      "Value",
      "VersionId");

  private JsonAnswer() {}

  /** The parser's own error is dropped: it may quote the answer. */
  static void check(byte[] body) throws HttpFault {
    try (JsonParser json = JSON.createParser(body)) {
      if (json.nextToken() != JsonToken.START_OBJECT
          || !isSound(json)
          || json.nextToken() != null) {
        throw malformed();
      }
    } catch (HttpFault e) {
      throw e;
    } catch (IOException e) {
      throw malformed();
    }
  }

  /** Reads the object that has begun, to its end. */
  private static boolean isSound(JsonParser json) throws IOException {
    boolean sound = true;
    while (sound && !json.getParsingContext().inRoot()) {
      if (json.nextToken() == JsonToken.FIELD_NAME && TEXTS.contains(json.currentName())) {
        JsonToken value = json.nextToken();
        sound = value == JsonToken.VALUE_STRING || value == JsonToken.VALUE_NULL;
      }
    }
    return sound;
  }

  private static HttpFault malformed() {
    return new HttpFault(HttpFault.Kind.MALFORMED, null);
  }
}
