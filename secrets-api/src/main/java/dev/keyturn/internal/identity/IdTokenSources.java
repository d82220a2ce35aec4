package dev.keyturn.internal.identity;

import dev.keyturn.spi.IdTokenSource;
import dev.keyturn.spi.StoreContext;
import java.util.Map;
import java.util.Optional;

/** Finds the job's identity by its environment. */
public final class IdTokenSources {
  private IdTokenSources() {}

  /**
   * Finds the source for a store: what is configured, else the CI system, else a file that the
   * surroundings name. A job of GitHub Actions without the permission comes last: it has no token to
   * give, and says so when it is asked.
   *
   * @param context the store's surroundings
   * @param configured whether the store's {@code id-token} is set
   * @return the source, empty if none is found; no I/O
   */
  public static Optional<IdTokenSource> find(StoreContext context, boolean configured) {
    Map<String, String> environment = context.environment();
    if (configured) {
      return Optional.of(new GivenIdTokens(context));
    }
    if (isSet(environment, GitHubIdTokens.URL)) {
      return Optional.of(new GitHubIdTokens(context));
    }
    String file = environment.getOrDefault(FileIdTokens.VARIABLE, "");
    if (!file.isEmpty()) {
      return Optional.of(new FileIdTokens(file));
    }
    return "true".equals(environment.get(GitHubIdTokens.DETECTED))
        ? Optional.of(new GitHubIdTokens(context))
        : Optional.empty();
  }

  private static boolean isSet(Map<String, String> environment, String variable) {
    return !environment.getOrDefault(variable, "").isEmpty();
  }
}
