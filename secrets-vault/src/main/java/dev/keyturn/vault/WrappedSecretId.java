package dev.keyturn.vault;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.spi.StoreException;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A secret id that came wrapped. It can be unwrapped once, so it is kept for further logins; who finds it
 * unwrapped already knows that somebody else has it.
 */
final class WrappedSecretId {
  static final String KEY = "wrapped-secret-id";

  private final VaultSettings settings;
  private final Vault vault;
  private final Pattern origin;
  private final Credential wrapping;
  private @Nullable String unwrapped;
  private @Nullable String unwrappedFrom;

  WrappedSecretId(VaultSettings settings, Vault vault, String mount) {
    this.settings = settings;
    this.vault = vault;
    this.origin = Pattern.compile(
        "auth/" + Pattern.quote(mount) + "/role/[^/]+/(secret-id|custom-secret-id)");
    this.wrapping = new Credential(settings.context(), KEY);
  }

  /** Called by one login at a time. */
  synchronized String unwrap(Deadline deadline) throws StoreException, InterruptedException {
    String token = wrapping.useWord().orElseThrow(() -> settings.invalid(KEY, "is missing"));
    if (unwrapped == null || !token.equals(unwrappedFrom)) {
      checkOrigin(token, deadline);
      unwrapped = open(token, deadline);
      unwrappedFrom = token;
    }
    return unwrapped;
  }

  /** Looks what made it: one that somebody else wrapped would have us log in as he likes. */
  private void checkOrigin(String token, Deadline deadline)
      throws StoreException, InterruptedException {
    Answer answer =
        vault.post("sys/wrapping/lookup", null, Json.of(Map.of("token", token)), deadline);
    Json data = answer.object("data");
    if (!answer.isSuccess() || data == null) {
      throw gone();
    }
    if (!origin.matcher(data.text("creation_path")).matches()) {
      throw refused("was not made by the role's secret-id of this auth method and is not unwrapped;"
          + " somebody may have exchanged it");
    }
  }

  private String open(String token, Deadline deadline) throws StoreException, InterruptedException {
    Answer answer = vault.post("sys/wrapping/unwrap", token, Json.of(Map.of()), deadline);
    Json data = answer.object("data");
    if (!answer.isSuccess() || data == null || data.text("secret_id").isEmpty()) {
      throw gone();
    }
    return data.text("secret_id");
  }

  private StoreException gone() {
    return refused(
        "has expired or was unwrapped before; if it was not by you, somebody else has the"
            + " secret id: destroy it and have another made");
  }

  private StoreException refused(String why) {
    return new StoreException(
        ErrorCode.UNAUTHENTICATED, "the wrapping token of " + settings.key(KEY) + " " + why);
  }

  boolean isOutdated() throws InterruptedException {
    return wrapping.isOutdated();
  }
}
