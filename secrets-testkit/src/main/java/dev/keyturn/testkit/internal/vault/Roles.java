package dev.keyturn.testkit.internal.vault;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reading, listing, writing and deleting what has a name and some members. */
final class Roles {
  private Roles() {}

  static Reply handle(
      Map<String, Fields> all, Ask ask, Function<Fields, Map<String, @Nullable Object>> describe) {
    String name = ask.tail();
    return switch (ask.action()) {
      case READ -> Reply.of(describe.apply(existing(all, name)));
      case LIST -> KvOne.list(all.keySet(), name);
      case WRITE -> {
        all.put(name, merged(all.get(name), ask.body()));
        yield Reply.none();
      }
      case DELETE -> {
        all.remove(name);
        yield Reply.none();
      }
      case PATCH -> throw VaultError.unsupportedOperation();
    };
  }

  private static Fields existing(Map<String, Fields> all, String name) {
    Fields found = all.get(name);
    if (found == null) {
      throw VaultError.missing();
    }
    return found;
  }

  private static Fields merged(@Nullable Fields old, Fields changes) {
    Map<String, @Nullable Object> members = new HashMap<>(old == null ? Map.of() : old.all());
    members.putAll(changes.all());
    return new Fields(members);
  }
}
