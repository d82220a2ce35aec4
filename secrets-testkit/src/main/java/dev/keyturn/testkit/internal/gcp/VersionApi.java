package dev.keyturn.testkit.internal.gcp;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** The methods that are about versions. Called under the monitor of the book. */
final class VersionApi {
  private static final int MAX_BYTES = 65_536;

  private final SecretBook book;
  private final SecretApi secrets;

  VersionApi(SecretBook book, SecretApi secrets) {
    this.book = book;
    this.secrets = secrets;
  }

  Map<String, ?> add(Ask ask) {
    SecretEntry secret = secrets.found(ask);
    Object payload = ask.body().get("payload");
    if (!(payload instanceof Map<?, ?> members)
        || !(members.get("data") instanceof String data)
        || data.isEmpty()) {
      throw GcpError.invalid("Field [payload] is required.");
    }
    byte[] value = decoded(data);
    Object checksum = members.get("dataCrc32c");
    if (checksum != null
        && !checksum.toString().equals(Long.toString(SecretVersion.checksum(value)))) {
      throw GcpError.invalid("The checksum of the payload does not match.");
    }
    return secret.add(value, book.now(), checksum != null).shown(secret, ask.wantsNumbers());
  }

  private static byte[] decoded(String data) {
    byte[] value;
    try {
      value = Base64.getDecoder().decode(data.replace('-', '+').replace('_', '/'));
    } catch (IllegalArgumentException e) {
      throw GcpError.invalid("Invalid value at 'payload.data' (TYPE_BYTES).");
    }
    if (value.length > MAX_BYTES) {
      throw GcpError.invalid("The secret payload is larger than 65536 bytes.");
    }
    return value;
  }

  Map<String, ?> list(Ask ask) {
    SecretEntry secret = secrets.found(ask);
    boolean numbers = ask.wantsNumbers();
    return SecretApi.page(
        ask, "versions", secret.versions(), version -> version.shown(secret, numbers));
  }

  Map<String, ?> get(Ask ask) {
    SecretEntry secret = secrets.found(ask);
    return found(ask, secret).shown(secret, ask.wantsNumbers());
  }

  Map<String, ?> enter(Ask ask, VersionState state) {
    SecretEntry secret = secrets.found(ask);
    SecretVersion version = found(ask, secret);
    if (version.state() == VersionState.DESTROYED) {
      throw isIn(secret, version);
    }
    version.enter(state, book.now());
    return version.shown(secret, ask.wantsNumbers());
  }

  /** Gives a value out, whoever asks; of a secret that is missing it says less than other methods. */
  Map<String, ?> access(Ask ask) {
    String name = book.name(ask.target());
    SecretEntry secret = book.find(name);
    if (secret == null || secret.versions().isEmpty()) {
      throw GcpError.notFound("Secret [" + name + "] not found or has no versions.");
    }
    SecretVersion version = found(ask, secret);
    if (version.state() != VersionState.ENABLED) {
      throw isIn(secret, version);
    }
    Map<String, Object> payload = new LinkedHashMap<>();
    byte[] value = version.value();
    long checksum = SecretVersion.checksum(value);
    if (secret.flippedBit >= 0) {
      value[secret.flippedBit / 8 % value.length] ^= (byte) (1 << secret.flippedBit % 8);
    }
    payload.put("data", Base64.getEncoder().encodeToString(value));
    if (!secret.unchecked) {
      payload.put("dataCrc32c", Long.toString(checksum));
    }
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("name", secret.name() + "/versions/" + version.number);
    shown.put("payload", payload);
    return shown;
  }

  private static SecretVersion found(Ask ask, SecretEntry secret) {
    String spelled = String.valueOf(ask.target().version());
    SecretVersion version = secret.version(spelled);
    if (version == null) {
      throw GcpError.notFound(
          "Secret Version [" + secret.name() + "/versions/" + spelled + "] not found.");
    }
    return version;
  }

  private static GcpError isIn(SecretEntry secret, SecretVersion version) {
    return GcpError.failedPrecondition("Secret Version ["
        + secret.name()
        + "/versions/"
        + version.number
        + "] is in "
        + version.state()
        + " state.");
  }
}
