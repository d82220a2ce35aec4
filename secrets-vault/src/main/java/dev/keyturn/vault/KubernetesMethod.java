package dev.keyturn.vault;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.spi.IdTokenSource;
import dev.keyturn.spi.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The pod's service account: the token that Kubernetes mounts, or the one that is configured. */
final class KubernetesMethod extends LoginMethod {
  private static final Path MOUNTED =
      Path.of("/var/run/secrets/kubernetes.io/serviceaccount/token");

  private final String role;
  private final Credential configured;

  KubernetesMethod(VaultSettings settings) throws StoreException {
    super(settings, VaultSettings.Auth.KUBERNETES);
    this.role = settings.required("role");
    this.configured = new Credential(settings.context(), "id-token");
  }

  /** Kubernetes replaces the file before its token ends, so it is read at each login. */
  @Override
  LoginCall call(Deadline deadline) throws StoreException, InterruptedException {
    String token = settings().isSet("id-token")
        ? configured.useWord().orElseThrow(() -> settings().invalid("id-token", "is missing"))
        : mounted();
    return new LoginCall(
        path(""),
        Map.of("role", role, "jwt", token),
        "; the token claims: " + IdTokenSource.claims(token));
  }

  private String mounted() throws StoreException {
    try {
      return Files.readString(MOUNTED).strip();
    } catch (IOException e) {
      throw new StoreException(
          ErrorCode.UNAUTHENTICATED,
          "there is no readable service account token in " + MOUNTED + "; name another in "
              + settings().key("id-token"),
          e);
    }
  }

  @Override
  String advice() {
    return "does the role " + role
        + " bind this service account, namespace and audience, and can Vault reach the cluster?";
  }
}
