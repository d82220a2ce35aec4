package dev.keyturn.gcp;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.SecretRef;
import dev.keyturn.spi.StoreException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a reference names.
 *
 * @param project an id or a number, null if the reference leaves it to the configuration
 * @param location of a regional secret, null if the reference does not say
 * @param id the secret
 * @param version a number, {@code latest} or an alias
 */
record SecretName(@Nullable String project, @Nullable String location, String id, String version) {
  static final String LATEST = "latest";

  private static final Pattern RESOURCE =
      Pattern.compile("projects/([^/]+)/(?:locations/([^/]+)/)?secrets/([^/]+)");
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,255}");
  private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,8}");
  private static final Pattern ALIAS = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,62}");

  static SecretName of(SecretRef ref) throws StoreException {
    if (ref.isRooted() || ref.isTree()) {
      throw invalid("Secret Manager has no trees; leave the '/' at either end out");
    }
    String version = ref.version().orElse(LATEST);
    if (!NUMBER.matcher(version).matches() && !ALIAS.matcher(version).matches()) {
      throw invalid("?version= is a number from 1, or an alias");
    }
    return of(ref.path(), version);
  }

  private static SecretName of(String path, String version) throws StoreException {
    if (ID.matcher(path).matches()) {
      return new SecretName(null, null, path, version);
    }
    Matcher resource = RESOURCE.matcher(path);
    if (!resource.matches() || !ID.matcher(resource.group(3)).matches()) {
      throw invalid("a secret's id is at most 255 letters, digits, - and _, alone or as"
          + " projects/PROJECT/secrets/ID; its version is given with ?version=");
    }
    if (!GcpSettings.isProject(resource.group(1))) {
      throw invalid("no id or number of a project in projects/PROJECT/secrets/ID");
    }
    return new SecretName(resource.group(1), resource.group(2), resource.group(3), version);
  }

  /** Whether the version is a number: those name the same bytes as long as the secret lives. */
  boolean isNumbered() {
    return NUMBER.matcher(version).matches();
  }

  private static StoreException invalid(String message) {
    return new StoreException(ErrorCode.INVALID_REFERENCE, message);
  }
}
