package dev.keyturn.testkit.internal.vault;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request, once it is known where it goes and who asks. It may hold a secret.
 *
 * @param namespace the namespace of the path
 * @param action what is done
 * @param path the path within the namespace
 * @param rest the path below the mount
 * @param query the parameters
 * @param body the members of the body; empty if it has none
 * @param caller who asks; null where no token is needed
 * @param shown what the caller showed of itself, good or not
 */
record Ask(
    Namespace namespace,
    Action action,
    String path,
    String rest,
    Map<String, String> query,
    Fields body,
    @Nullable Token caller,
    Shown shown) {

  /** The caller, where there must be one. */
  Token token() {
    if (caller == null) {
      throw VaultError.badToken();
    }
    return caller;
  }

  /** The first segment of the rest. */
  String head() {
    int slash = rest.indexOf('/');
    return slash < 0 ? rest : rest.substring(0, slash);
  }

  /** What follows the first segment; empty if nothing does. */
  String tail() {
    int slash = rest.indexOf('/');
    return slash < 0 ? "" : rest.substring(slash + 1);
  }

  /** The mount, with the slash at its end. */
  String mount() {
    return path.length() < rest.length() ? "" : path.substring(0, path.length() - rest.length());
  }

  Ask below(String lessRest) {
    return new Ask(namespace, action, path, lessRest, query, body, caller, shown);
  }

  @Override
  public String toString() {
    return action + " " + path;
  }
}
