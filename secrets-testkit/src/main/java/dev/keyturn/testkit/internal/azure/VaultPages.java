package dev.keyturn.testkit.internal.azure;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Lists, in pages. They are sorted by id, so by chance as far as versions are concerned; the next page's
 * address names the port, and is null at the end. A page is as long as asked for before what is deleted
 * is left out, so that it may be empty with others behind it.
 */
final class VaultPages {
  private static final Pattern MOST = Pattern.compile("(?:^|&)maxresults=([0-9]{1,3})(?:&|$)");
  private static final Pattern SKIP = Pattern.compile("(?:^|&)\\$skiptoken=([0-9]{1,9})(?:&|$)");
  private static final Pattern API = Pattern.compile("(?:^|&)api-version=([^&]*)");
  private static final int USUAL = 25;

  private final VaultShapes shapes;
  private final String query;

  VaultPages(VaultShapes shapes, String query) {
    this.shapes = shapes;
    this.query = query;
  }

  Map<String, @Nullable Object> secrets(VaultBook book) {
    List<VaultSecret> all = List.copyOf(book.all());
    return page(
        "/secrets",
        all.size(),
        (start, end) -> all.subList(start, end).stream()
            .filter(book::isShown)
            .map(shapes::listed)
            .toList());
  }

  /** A secret that is missing has no versions, which is no error. */
  Map<String, @Nullable Object> versions(@Nullable VaultSecret secret) {
    if (secret == null || secret.isDeleted()) {
      return page("", 0, (start, end) -> List.of());
    }
    List<Map<String, @Nullable Object>> all = secret.versions.values().stream()
        .sorted(Comparator.comparing(version -> version.id))
        .map(version -> shapes.plain(secret, version))
        .toList();
    return page("/secrets/" + secret.name + "/versions", all.size(), all::subList);
  }

  /** Some of what there is. */
  @FunctionalInterface
  private interface Range {
    List<Map<String, @Nullable Object>> between(int start, int end);
  }

  private Map<String, @Nullable Object> page(String path, int size, Range range) {
    int most = Math.max(1, number(MOST, USUAL));
    int start = Math.min(number(SKIP, 0), size);
    int end = Math.min(start + most, size);
    Map<String, @Nullable Object> page = new LinkedHashMap<>();
    page.put("value", range.between(start, end));
    page.put("nextLink", end == size ? null : next(path, most, end));
    return page;
  }

  private String next(String path, int most, int start) {
    Matcher api = API.matcher(query);
    return shapes.address()
        + ":443"
        + path
        + "?api-version="
        + (api.find() ? api.group(1) : "")
        + "&$skiptoken="
        + start
        + "&maxresults="
        + most;
  }

  private int number(Pattern pattern, int otherwise) {
    Matcher matcher = pattern.matcher(query);
    return matcher.find() ? Integer.parseInt(matcher.group(1)) : otherwise;
  }
}
