package dev.keyturn.azure;

import dev.keyturn.model.ErrorCode;

/** What failed in the vault and what to do about it, in words. */
final class AzureAdvice {
  private final String vault;

  /** Speaks of the vault at an address. */
  AzureAdvice(String vault) {
    this.vault = vault;
  }

  String text(ErrorCode code, ServiceError error, SecretName name) {
    return switch (code) {
      case NOT_FOUND -> missing(error, name);
      case DENIED -> denied(error);
      case UNAUTHENTICATED ->
        vault
            + " does not accept the token ("
            + error
            + "): is it of the vault's tenant (tenant-id), and is this machine's clock right?";
      case THROTTLED -> vault + " asks for fewer calls (" + error + ")";
      case UNAVAILABLE, TIMEOUT -> vault + " is out of order (" + error + ")";
      case INVALID_REFERENCE -> vault + " cannot have such a name or version (" + error + ")";
      case INVALID_CONFIGURATION ->
        vault + " is no vault that can be read (" + error + "); check vault-url";
      default ->
        "the answer is not one of Key Vault ("
            + error
            + "); is a proxy or another service in between?";
    };
  }

  private String missing(ServiceError error, SecretName name) {
    if (error.is("SecretDisabled")) {
      return "it is disabled in "
          + vault
          + "; `az keyvault secret set-attributes --enabled true` enables it";
    }
    if (error.is("SecretNotYetValid")) {
      return "it is not yet valid";
    }
    if (error.is("SecretExpired")) {
      return "it has expired";
    }
    if (error.name() != null && error.name().equals("SecretNotFound") && !name.isCurrent()) {
      return "there is no " + name.name() + " in " + vault + ", or it has no version "
          + name.version();
    }
    return "there is no "
        + name.name()
        + " in "
        + vault
        + "; one that was deleted, and can be recovered, looks the same";
  }

  private String denied(ServiceError error) {
    if (error.is("ForbiddenByFirewall")) {
      return "the firewall of " + vault + " does not let this network in (" + error + ")";
    }
    if (error.is("ForbiddenByConnection")) {
      return vault + " is open to its private network only (" + error + ")";
    }
    if (error.is("ForbiddenByPolicy")) {
      return "a policy forbids it at " + vault + " (" + error + ")";
    }
    boolean byPolicy = error.is("AccessDenied");
    return "needs the role \"Key Vault Secrets User\" on "
        + vault
        + (byPolicy ? ", or the permission Get for secrets in its access policies" : "")
        + " ("
        + error
        + "); a role that was just granted takes some minutes";
  }
}
