package dev.keyturn.vault;

import dev.keyturn.spi.StoreException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A role id, and a secret id unless the role needs none. */
final class ApproleMethod extends LoginMethod {
  private final String roleId;
  private final Credential secretId;
  private final WrappedSecretId wrapped;

  ApproleMethod(VaultSettings settings, Vault vault) throws StoreException {
    super(settings, VaultSettings.Auth.APPROLE);
    this.roleId = settings.required("role-id");
    this.secretId = new Credential(settings.context(), "secret-id");
    this.wrapped = new WrappedSecretId(settings, vault, mount());
    if (settings.isSet("secret-id") && settings.isSet(WrappedSecretId.KEY)) {
      throw settings.invalid("secret-id", "does not go with " + WrappedSecretId.KEY);
    }
  }

  @Override
  LoginCall call(Deadline deadline) throws StoreException, InterruptedException {
    Map<String, String> body = new TreeMap<>(Map.of("role_id", roleId));
    Optional<String> given = settings().isSet(WrappedSecretId.KEY)
        ? Optional.of(wrapped.unwrap(deadline))
        : settings().isSet("secret-id") ? secretId.useWord() : Optional.empty();
    given.ifPresent(id -> body.put("secret_id", id));
    return new LoginCall(path(""), body, "");
  }

  @Override
  boolean isOutdated() throws InterruptedException {
    return (settings().isSet("secret-id") && secretId.isOutdated())
        || (settings().isSet(WrappedSecretId.KEY) && wrapped.isOutdated());
  }

  @Override
  String advice() {
    return "the role id or the secret id is wrong, or the secret id has expired or is used up";
  }

  @Override
  Optional<String> who() {
    return Optional.empty();
  }
}
