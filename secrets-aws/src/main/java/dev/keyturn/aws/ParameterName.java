package dev.keyturn.aws;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.SecretRef;
import dev.keyturn.spi.StoreException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a reference names in the Parameter Store: a parameter by name or ARN, one of its versions by
 * number or label, or the tree below a path. A name with a slash in it is asked with a slash in front,
 * because the service knows it only so.
 */
record ParameterName(
    String base, @Nullable Arn arn, @Nullable String selector, boolean isTree) {
  private static final String ARN = "arn:";
  private static final String RESOURCE = "parameter";
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_./-]{1,1011}");
  private static final Pattern LABEL = Pattern.compile("[A-Za-z_.-][A-Za-z0-9_.-]{0,99}");
  private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,17}");

  static ParameterName of(SecretRef ref) throws StoreException {
    String version = checked(ref.version().orElse(null), ref.isTree());
    if (ref.path().startsWith(ARN)) {
      return ofArn(ref, version);
    }
    boolean slash = ref.segments().size() > 1 || ref.isRooted() || ref.isTree();
    String base = (slash ? "/" : "") + String.join("/", ref.segments());
    if (!NAME.matcher(base).matches()) {
      throw invalid("a parameter's name is letters, digits and _ . - with / between");
    }
    return new ParameterName(base, null, version, ref.isTree());
  }

  private static ParameterName ofArn(SecretRef ref, @Nullable String version)
      throws StoreException {
    if (ref.isTree()) {
      throw invalid("a tree is named by its path, not by an ARN");
    }
    Arn arn = Arn.parse(ref.path())
        .filter(ParameterName::namesAParameter)
        .orElseThrow(() -> invalid("not the ARN of a parameter; one looks like"
            + " arn:aws:ssm:REGION:ACCOUNT:parameter/NAME"));
    return new ParameterName(ref.path(), arn, version, false);
  }

  private static boolean namesAParameter(Arn arn) {
    return arn.service().equals("ssm")
        && arn.resource().startsWith(RESOURCE + "/")
        && NAME.matcher(arn.resource().substring(RESOURCE.length())).matches();
  }

  private static @Nullable String checked(@Nullable String version, boolean tree)
      throws StoreException {
    if (version != null && tree) {
      throw invalid("a tree has no ?version=; its parameters have versions of their own");
    }
    if (version != null
        && !NUMBER.matcher(version).matches()
        && !LABEL.matcher(version).matches()) {
      throw invalid("?version= is a number from 1 on, or a label");
    }
    return version;
  }

  /** What is sent: the version stands behind a colon. */
  String id() {
    return selector == null ? base : base + ":" + selector;
  }

  /** A label may be moved to other bytes; a number stays. */
  boolean isFixed() {
    return selector != null && NUMBER.matcher(selector).matches();
  }

  /** Parameters below {@code /aws/} are AWS's own, or a secret of Secrets Manager seen through here. */
  boolean isReserved() {
    return base.startsWith("/aws/");
  }

  /** The end of the ARN that a policy names. */
  String resource() {
    String name = arn == null ? base : arn.resource().substring(RESOURCE.length());
    return RESOURCE + (name.startsWith("/") ? name : "/" + name) + (isTree ? "/*" : "");
  }

  private static StoreException invalid(String message) {
    return new StoreException(ErrorCode.INVALID_REFERENCE, message);
  }
}
