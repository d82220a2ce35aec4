package dev.keyturn.aws;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.SecretRef;
import dev.keyturn.spi.StoreException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a reference names in Secrets Manager: a name or an ARN, and which of its versions. Stages and
 * version ids share one parameter; an id is what the service takes for one, any text of 32 to 64
 * characters.
 */
record SecretName(
    String id, @Nullable Arn arn, String stage, @Nullable String versionId) {
  static final String CURRENT = "AWSCURRENT";

  private static final String ARN = "arn:";
  private static final String RESOURCE = "secret:";
  /** An exclamation mark stands in the names that other services of AWS give: {@code rds!db-…}. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9/_+=.@!-]{1,512}");

  private static final Pattern STAGE = Pattern.compile("[\\x21-\\x7E]{1,256}");
  private static final int ID_MIN = 32;
  private static final int ID_MAX = 64;

  static SecretName of(SecretRef ref) throws StoreException {
    if (ref.isTree()) {
      throw invalid("Secrets Manager has no trees; leave the last '/' out");
    }
    String id = ref.path();
    String version = ref.version().orElse(CURRENT);
    if (!STAGE.matcher(version).matches()) {
      throw invalid("?version= is a stage such as AWSPREVIOUS, or a version id");
    }
    boolean isId = version.length() >= ID_MIN && version.length() <= ID_MAX;
    return new SecretName(id, arn(id), version, isId ? version : null);
  }

  private static @Nullable Arn arn(String id) throws StoreException {
    if (id.startsWith(ARN)) {
      Optional<Arn> arn = Arn.parse(id).filter(SecretName::namesASecret);
      return arn.orElseThrow(() -> invalid("not the ARN of a secret; one looks like"
          + " arn:aws:secretsmanager:REGION:ACCOUNT:secret:NAME"));
    }
    if (!NAME.matcher(id).matches()) {
      throw invalid("a secret's name is at most 512 letters, digits and / _ + = . @ ! -");
    }
    return null;
  }

  private static boolean namesASecret(Arn arn) {
    return arn.service().equals("secretsmanager")
        && arn.resource().startsWith(RESOURCE)
        && NAME.matcher(arn.resource().substring(RESOURCE.length())).matches();
  }

  /** The secret's name, for policies; an ARN's may bear the six random characters. */
  String name() {
    return arn == null ? id : arn.resource().substring(RESOURCE.length());
  }

  boolean isCurrent() {
    return stage.equals(CURRENT);
  }

  /** Looks whether an answer of a batch is the one to this question. */
  boolean isAnsweredBy(String answeredArn, String answeredName) {
    if (arn == null) {
      return id.equals(answeredName);
    }
    return answeredArn.equals(id)
        || (answeredArn.startsWith(id + "-") && name().equals(answeredName));
  }

  private static StoreException invalid(String message) {
    return new StoreException(ErrorCode.INVALID_REFERENCE, message);
  }
}
