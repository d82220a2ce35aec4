package dev.keyturn.gcp;

import com.google.cloud.secretmanager.v1.AccessSecretVersionResponse;
import com.google.cloud.secretmanager.v1.SecretPayload;
import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.StoredSecret;
import dev.keyturn.spi.StoreException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * Reads the value that Secret Manager gave. A value is handed out only with a checksum that is right: the
 * service keeps one for every version, so an answer without it is not whole.
 */
final class Payloads {
  private static final int MAX_BYTES = 65_536;
  private static final Pattern VERSION = Pattern.compile(
      "projects/[^/]+/(?:locations/[^/]+/)?secrets/([^/]+)/versions/([1-9][0-9]{0,18})");

  private Payloads() {}

  static StoredSecret stored(AccessSecretVersionResponse answer, SecretName name)
      throws StoreException {
    Matcher version = VERSION.matcher(answer.getName());
    if (!version.matches()
        || !version.group(1).equals(name.id())
        || (name.isNumbered() && !version.group(2).equals(name.version()))) {
      throw malformed("the answer is about another secret or version");
    }
    byte[] value = value(answer.getPayload());
    StoredSecret stored = StoredSecret.of(value).withVersion(version.group(2));
    return name.isNumbered() ? stored.withFixedVersion() : stored;
  }

  private static byte[] value(SecretPayload payload) throws StoreException {
    byte[] value = payload.getData().toByteArray();
    if (!payload.hasDataCrc32C()) {
      throw malformed("the answer has no CRC32C, which Secret Manager sends with every value");
    }
    if (value.length > MAX_BYTES) {
      throw malformed("the value is longer than the service's limit of 65,536 bytes");
    }
    CRC32C checksum = new CRC32C();
    checksum.update(value);
    if (checksum.getValue() != payload.getDataCrc32C()) {
      throw malformed("the value does not match its CRC32C: it was damaged on its way");
    }
    return value;
  }

  private static StoreException malformed(String message) {
    return new StoreException(
        ErrorCode.MALFORMED, message + "; is a proxy or another service in between?");
  }
}
