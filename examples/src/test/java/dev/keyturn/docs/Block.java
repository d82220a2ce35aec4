package dev.keyturn.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A fenced block of a page.
 *
 * @param page the file's name
 * @param line where the fence stands, counted from 1
 * @param language the first word after the fence
 * @param note the words after it, empty if there are none
 * @param text what stands between the fences
 */
record Block(String page, int line, String language, String note, String text) {
  static final Path ROOT = Path.of("").toAbsolutePath().getParent();

  private static final Pattern FENCED =
      Pattern.compile("^```(\\S*) ?([^\\n]*)\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

  /** The pages whose blocks are tested here. */
  static final List<String> PAGES = List.of(
      "README.md",
      "docs/references.md",
      "docs/configuration.md",
      "docs/errors.md",
      "docs/how-it-works.md",
      "docs/decisions.md");

  /** Those that have a test of their own: one is made into a jar, the other measured. */
  static final List<String> ELSEWHERE =
      List.of("docs/writing-a-provider.md", "docs/performance.md", "docs/promises.md");

  static List<Block> all() {
    return PAGES.stream().flatMap(page -> of(page).stream()).toList();
  }

  static List<Block> of(String page) {
    String text = read(page);
    List<Block> blocks = new ArrayList<>();
    Matcher fenced = FENCED.matcher(text);
    while (fenced.find()) {
      int line = (int) text.substring(0, fenced.start()).lines().count() + 1;
      blocks.add(new Block(page, line, fenced.group(1), fenced.group(2), fenced.group(3)));
    }
    return blocks;
  }

  static String read(String page) {
    try {
      return Files.readString(ROOT.resolve(page));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every page there is. */
  static List<String> pages() throws IOException {
    try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
      return Stream.concat(Stream.of("README.md"), docs.map(page -> "docs/" + page.getFileName()))
          .toList();
    }
  }

  /** The language and what is noted beside it. */
  String kind() {
    return note.isEmpty() ? language : language + " " + note;
  }

  /** Where it stands, as the name of a class. */
  String className() {
    return page.replaceAll("\\W", "_") + "_line" + line;
  }

  @Override
  public String toString() {
    return page + ", line " + line;
  }
}
