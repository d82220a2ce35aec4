package dev.keyturn.model;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Says which secret: {@code store://path[?version=V][#field]}. It never says where, or as whom; those
 * belong to the store's configuration.
 *
 * <p>The path is split at {@code /}, then each segment is percent-decoded once. Two references are
 * equal when store, decoded path, version and field are. Immutable.
 */
public final class SecretRef {
  private final String store;
  private final List<String> segments;
  private final boolean rooted;
  private final boolean tree;
  private final @Nullable String version;
  private final @Nullable String field;
  private final String canonical;

  SecretRef(
      String store,
      List<String> segments,
      boolean rooted,
      boolean tree,
      @Nullable String version,
      @Nullable String field) {
    this.store = store;
    this.segments = segments;
    this.rooted = rooted;
    this.tree = tree;
    this.version = version;
    this.field = field;
    this.canonical = RefParser.atMost(spell());
  }

  /**
   * Reads a reference.
   *
   * @param text the reference
   * @return the reference
   * @throws SecretsException {@code INVALID_REFERENCE} if the text is none; the message says what is
   *     wrong and does not repeat the text, which may be a secret given by mistake
   */
  public static SecretRef parse(String text) {
    return new RefParser(Objects.requireNonNull(text, "text")).parse();
  }

  /** {@return the name of the store, as spelled} */
  public String store() {
    return store;
  }

  /** {@return the decoded path, with the leading and the trailing slash if it has them} */
  public String path() {
    return (rooted ? "/" : "") + String.join("/", segments) + (tree ? "/" : "");
  }

  /** {@return the decoded segments of the path, at least one; not to be changed} */
  public List<String> segments() {
    return segments;
  }

  /** {@return whether the path begins with a slash} */
  public boolean isRooted() {
    return rooted;
  }

  /** {@return whether the path ends in a slash: everything below it as one secret} */
  public boolean isTree() {
    return tree;
  }

  /** {@return the version asked for, decoded; empty for the current one} */
  public Optional<String> version() {
    return Optional.ofNullable(version);
  }

  /** {@return the field asked for, decoded; empty for the whole secret} */
  public Optional<String> field() {
    return Optional.ofNullable(field);
  }

  /**
   * Asks for another version.
   *
   * @param changed the version
   * @return a changed copy
   * @throws SecretsException {@code INVALID_REFERENCE} if it is empty, too long or holds a control
   *     character
   */
  public SecretRef withVersion(String changed) {
    return new SecretRef(
        store, segments, rooted, tree, RefParser.checked("version", changed), field);
  }

  /**
   * Asks for a field.
   *
   * @param changed the field
   * @return a changed copy
   * @throws SecretsException {@code INVALID_REFERENCE} if it is empty, too long or holds a control
   *     character
   */
  public SecretRef withField(String changed) {
    return new SecretRef(
        store, segments, rooted, tree, version, RefParser.checked("field", changed));
  }

  /** {@return the reference to the whole secret} */
  public SecretRef withoutField() {
    return field == null ? this : new SecretRef(store, segments, rooted, tree, version, null);
  }

  /** {@return the one spelling of store and path, without version and field} */
  public String storeAndPath() {
    return segments.stream()
        .map(Percent::encode)
        .collect(Collectors.joining("/", store + "://" + (rooted ? "/" : ""), tree ? "/" : ""));
  }

  private String spell() {
    return storeAndPath()
        + (version == null ? "" : "?version=" + Percent.encodeVersion(version))
        + (field == null ? "" : "#" + Percent.encodeField(field));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SecretRef that && canonical.equals(that.canonical);
  }

  @Override
  public int hashCode() {
    return Objects.hashCode(canonical);
  }

  /** {@return the one spelling of this reference, in ASCII; reading it gives an equal one} */
  @Override
  public String toString() {
    return canonical;
  }
}
