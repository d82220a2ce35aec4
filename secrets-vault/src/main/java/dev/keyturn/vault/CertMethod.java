package dev.keyturn.vault;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.spi.StoreException;
import java.util.Map;

/** The certificate that the TLS connection shows. */
final class CertMethod extends LoginMethod {
  private final Wire wire;

  CertMethod(VaultSettings settings, Wire wire) throws StoreException {
    super(settings, VaultSettings.Auth.CERT);
    this.wire = wire;
    if (!"https".equals(settings.address().getScheme())) {
      throw new StoreException(
          ErrorCode.INVALID_CONFIGURATION,
          settings.key("auth") + "=cert needs an https address: there is no TLS to show it by");
    }
  }

  @Override
  LoginCall call(Deadline deadline) {
    wire.reload();
    return new LoginCall(
        path(""), settings().config("role").map(role -> Map.of("name", role)).orElse(Map.of()), "");
  }

  @Override
  String advice() {
    return "is the certificate in " + settings().key("client-cert")
        + " signed by the CA of the role, not expired, and of a name that the role allows?";
  }
}
