package dev.keyturn.testkit.internal.gcp;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The methods that are about a secret as a whole. Called under the monitor of the book. */
final class SecretApi {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,255}");
  private static final int PAGE = 25_000;

  private final SecretBook book;

  SecretApi(SecretBook book) {
    this.book = book;
  }

  Map<String, ?> list(Ask ask) {
    Target target = ask.target();
    List<SecretEntry> all = book.in(book.places().parent(target.project(), target.location()));
    return page(ask, "secrets", all, SecretEntry::shown);
  }

  Map<String, ?> create(Ask ask) {
    Target target = ask.target();
    String id = ask.query().getOrDefault("secretId", "");
    if (!ID.matcher(id).matches()) {
      throw GcpError.invalid("Invalid value for field [secret_id].");
    }
    if (target.location() == null && !(ask.body().get("replication") instanceof Map<?, ?>)) {
      throw GcpError.invalid("Field [secret.replication] is required.");
    }
    String name = book.places().parent(target.project(), target.location()) + "/secrets/" + id;
    if (book.find(name) != null) {
      throw GcpError.alreadyExists("Secret [" + name + "] already exists.");
    }
    return book.create(name, SecretFacts.of(ask.body(), book.now())).shown();
  }

  Map<String, ?> get(Ask ask) {
    return found(ask).shown();
  }

  Map<String, ?> update(Ask ask) {
    SecretEntry secret = found(ask);
    String mask = ask.query().getOrDefault("updateMask", "");
    SecretFacts.update(secret.facts(), ask.body(), mask, book.now());
    secret.touch();
    return secret.shown();
  }

  Map<String, ?> delete(Ask ask) {
    book.remove(found(ask).name());
    return Map.of();
  }

  SecretEntry found(Ask ask) {
    String name = book.name(ask.target());
    SecretEntry secret = book.find(name);
    if (secret == null) {
      throw GcpError.notFound("Secret [" + name + "] not found.");
    }
    return secret;
  }

  /** Part of a list, from the place that the token names. */
  static <T> Map<String, ?> page(
      Ask ask, String member, List<T> all, Function<T, Map<String, ?>> shown) {
    int from = Math.min(number(ask, "pageToken", 0), all.size());
    int to = Math.min(from + Math.max(1, number(ask, "pageSize", PAGE)), all.size());
    List<Object> elements = new ArrayList<>();
    all.subList(from, to).forEach(element -> elements.add(shown.apply(element)));
    Map<String, Object> page = new LinkedHashMap<>();
    if (!elements.isEmpty()) {
      page.put(member, elements);
    }
    if (to < all.size()) {
      page.put("nextPageToken", Integer.toString(to));
    }
    if (!all.isEmpty()) {
      page.put("totalSize", all.size());
    }
    return page;
  }

  private static int number(Ask ask, String name, int otherwise) {
    String text = ask.query().getOrDefault(name, "");
    return text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : otherwise;
  }
}
