package dev.keyturn.testkit.internal.vault;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Paths and what may be done to them.
 *
 * @param text as it was written
 * @param rules what it says
 */
record Policy(String text, List<Policy.Rule> rules) {
  private static final String QUOTED = "\"([^\"]*)\"";
  private static final Pattern RULE =
      Pattern.compile("\\s*path\\s*" + QUOTED + "\\s*\\{((?:[^{}]|\\{[^{}]*})*)}\\s*");
  private static final Pattern CAPABILITIES = Pattern.compile("capabilities\\s*=\\s*\\[([^]]*)]");
  private static final Pattern COMMENT = Pattern.compile("(?m)^\\s*(#|//).*$");
  private static final Pattern WORD = Pattern.compile(QUOTED);

  /** Of two rules that concern a path, the one with the later wildcard says what holds. */
  static final Comparator<String> NEARER = Comparator.comparingInt(Policy::firstWildcard)
      .thenComparing(path -> !path.endsWith("*"))
      .thenComparing(path -> -path.chars().filter(c -> c == '+').count())
      .thenComparing(String::length)
      .thenComparing(path -> path);

  private static int firstWildcard(String path) {
    Matcher wildcard = Pattern.compile("\\*$|(?<=^|/)\\+(?=/|$)").matcher(path);
    return wildcard.find() ? wildcard.start() : Integer.MAX_VALUE;
  }

  /** Reads {@code path "…" { capabilities = ["…"] }}, any number of them, or the same in JSON. */
  static Policy parse(String text) {
    String bare = COMMENT.matcher(text).replaceAll("").strip();
    return new Policy(text, bare.startsWith("{") ? ofJson(bare) : ofBlocks(bare));
  }

  private static List<Rule> ofJson(String text) {
    List<Rule> rules = new ArrayList<>();
    Map<String, ?> paths = Fields.read(text.getBytes(StandardCharsets.UTF_8)).object("path");
    Fields all = new Fields(paths == null ? Map.of() : paths);
    for (String path : all.all().keySet()) {
      Map<String, ?> rule = all.object(path);
      List<String> words = new Fields(rule == null ? Map.of() : rule).texts("capabilities");
      rules.add(new Rule(path, new TreeSet<>(words)));
    }
    return rules;
  }

  private static List<Rule> ofBlocks(String bare) {
    List<Rule> rules = new ArrayList<>();
    Matcher rule = RULE.matcher(bare);
    int end = 0;
    while (rule.find(end) && rule.start() == end) {
      rules.add(new Rule(rule.group(1), words(rule.group(2))));
      end = rule.end();
    }
    if (end < bare.length()) {
      throw VaultError.bad("failed to parse policy: illegal char at " + end);
    }
    return rules;
  }

  private static Set<String> words(String body) {
    Set<String> words = new TreeSet<>();
    Matcher list = CAPABILITIES.matcher(body);
    Matcher word = WORD.matcher(list.find() ? list.group(1) : "");
    while (word.find()) {
      words.add(word.group(1));
    }
    return words;
  }

  /** What may be done to the paths of one pattern. */
  record Rule(String path, Set<String> capabilities) {
    boolean concerns(String wanted) {
      return pattern().matcher(wanted).matches();
    }

    /** Whether it concerns a mount, or something below it. */
    boolean reaches(String mount) {
      int wildcard = firstWildcard(path);
      boolean open = wildcard != Integer.MAX_VALUE;
      String literal = open ? path.substring(0, wildcard) : path;
      return literal.startsWith(mount) || (open && mount.startsWith(literal));
    }

    /** A plus is one segment, a star at the end is anything. */
    private Pattern pattern() {
      String body = path.endsWith("*") ? path.substring(0, path.length() - 1) : path;
      StringBuilder regex = new StringBuilder();
      for (String segment : body.split("/", -1)) {
        regex.append(regex.length() == 0 ? "" : "/");
        regex.append(segment.equals("+") ? "[^/]+" : Pattern.quote(segment));
      }
      return Pattern.compile(regex + (path.endsWith("*") ? ".*" : ""), Pattern.DOTALL);
    }
  }
}
