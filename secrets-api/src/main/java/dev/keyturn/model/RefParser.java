package dev.keyturn.model;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The grammar of a reference, by hand: small enough to be read whole, strict enough to be fuzzed. No
 * message repeats the text.
 */
final class RefParser {
  static final int MAX_LENGTH = 4096;
  private static final Pattern STORE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]*");
  private static final String VERSION = "version=";

  /** Slashes and backslashes of other alphabets: they look like separators and are none. */
  private static final String LOOKALIKES = "\u2044\u2215\u29F5\u29F8\u29F9\uFE68\uFF0F\uFF3C";

  private final String text;

  RefParser(String text) {
    this.text = text;
  }

  SecretRef parse() {
    checked("reference", atMost(text));
    int scheme = text.indexOf("://");
    if (scheme < 0) {
      throw invalid("not a reference: '://' after the name of a store is missing");
    }
    String store = text.substring(0, scheme);
    if (!STORE.matcher(store).matches()) {
      throw invalid("a store's name is letters, digits, '-' and '_'");
    }
    return rest(store, text.substring(scheme + 3));
  }

  private static SecretRef rest(String store, String rest) {
    int hash = rest.indexOf('#');
    String field = hash < 0 ? null : field(rest.substring(hash + 1));
    String beforeField = hash < 0 ? rest : rest.substring(0, hash);
    int query = beforeField.indexOf('?');
    String version = query < 0 ? null : version(beforeField.substring(query + 1));
    return path(store, query < 0 ? beforeField : beforeField.substring(0, query), version, field);
  }

  private static String field(String raw) {
    if (raw.indexOf('#') >= 0) {
      throw invalid("two fields; write a '#' in a field's name as %23");
    }
    return checked("field", Percent.decode(raw));
  }

  private static String version(String query) {
    String[] parameters = query.split("&", -1);
    for (String parameter : parameters) {
      if (!parameter.startsWith(VERSION)) {
        throw invalid("the only parameter is ?version=; write a '?' in a path as %3F");
      }
    }
    if (parameters.length > 1) {
      throw invalid("?version= is given twice");
    }
    return checked("version", Percent.decode(query.substring(VERSION.length())));
  }

  private static SecretRef path(
      String store, String path, @Nullable String version, @Nullable String field) {
    boolean rooted = path.startsWith("/");
    boolean tree = path.length() > 1 && path.endsWith("/");
    String inner = path.substring(rooted ? 1 : 0, path.length() - (tree ? 1 : 0));
    List<String> segments = new ArrayList<>();
    for (String segment : inner.split("/", -1)) {
      segments.add(segment(Percent.decode(segment)));
    }
    return new SecretRef(store, List.copyOf(segments), rooted, tree, version, field);
  }

  private static String segment(String segment) {
    refuseSteps(checked("segment of the path", segment));
    // A gateway that decodes once more than it should must not find a way out either.
    refuseSteps(checked("segment of the path", Percent.decodeLeniently(segment)));
    return segment;
  }

  private static void refuseSteps(String segment) {
    if (segment.equals(".") || segment.equals("..")) {
      throw invalid("a segment of the path is '.' or '..'");
    }
    for (int i = 0; i < segment.length(); i++) {
      char c = segment.charAt(i);
      if (c == '/' || c == '\\' || LOOKALIKES.indexOf(c) >= 0) {
        throw invalid("a segment of the path holds a slash or a backslash");
      }
    }
  }

  static String atMost(String reference) {
    if (reference.length() > MAX_LENGTH) {
      throw invalid(
          "a reference is at most " + MAX_LENGTH + " characters long, percent-encoding counted");
    }
    return reference;
  }

  static String checked(String what, String decoded) {
    if (decoded.isEmpty()) {
      throw invalid("an empty " + what);
    }
    if (Printable.hasControl(decoded)) {
      throw invalid("a control character in a " + what);
    }
    return decoded;
  }

  static SecretsException invalid(String message) {
    return SecretsException.of(ErrorCode.INVALID_REFERENCE, null, message);
  }
}
