package dev.keyturn.gcp;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.spi.StoreContext;
import dev.keyturn.spi.StoreException;
import java.util.List;
import java.util.Optional;

/**
 * Names the resource that a reference stands for. What a reference says of project and region is a
 * check: it never leads the store to where it was not meant to ask.
 */
final class Resources {
  private final String store;
  private final Optional<String> project;
  private final List<String> projects;
  private final Optional<String> location;

  Resources(StoreContext context, GcpSettings settings) throws StoreException {
    this.store = "store." + context.name();
    this.project = settings.project();
    this.projects = settings.projects();
    this.location = settings.location();
  }

  Optional<String> project() {
    return project;
  }

  /** The secret, without its version. */
  String secret(SecretName name) throws StoreException {
    String region = location.map(text -> "/locations/" + text).orElse("");
    if (name.location() != null && !location.equals(Optional.of(name.location()))) {
      throw new StoreException(
          ErrorCode.INVALID_REFERENCE,
          "the reference names the location "
              + name.location()
              + ", the store reads "
              + location.orElse("global secrets")
              + "; configure a second store with its location");
    }
    return "projects/" + projectOf(name) + region + "/secrets/" + name.id();
  }

  private String projectOf(SecretName name) throws StoreException {
    String named = name.project();
    if (named == null) {
      return project.orElseThrow(() -> new StoreException(
          ErrorCode.INVALID_CONFIGURATION,
          "no project: set " + store + ".project or GOOGLE_CLOUD_PROJECT, or refer to"
              + " projects/PROJECT/secrets/" + name.id()));
    }
    boolean configured = project.isPresent() || !projects.isEmpty();
    boolean allowed = project.equals(Optional.of(named)) || projects.contains(named);
    if (configured && !allowed) {
      throw new StoreException(
          ErrorCode.INVALID_REFERENCE,
          "the reference names the project "
              + named
              + ", which is neither "
              + store
              + ".project nor in "
              + store
              + ".projects; add it there if it is meant");
    }
    return named;
  }
}
