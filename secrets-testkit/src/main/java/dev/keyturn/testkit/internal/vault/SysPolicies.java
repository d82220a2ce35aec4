package dev.keyturn.testkit.internal.vault;

import java.util.List;
import java.util.Map;

/** Reading and writing policies. */
final class SysPolicies implements Endpoint {
  @Override
  public Reply answer(Ask ask) {
    Policies policies = ask.namespace().policies;
    return switch (ask.action()) {
      case READ -> read(policies, ask.rest());
      case LIST -> Reply.of(Map.of("keys", List.copyOf(policies.all().keySet())));
      case WRITE -> {
        policies.put(ask.rest(), ask.body().text("policy"));
        yield Reply.none();
      }
      case DELETE -> {
        policies.all().remove(ask.rest());
        yield Reply.none();
      }
      case PATCH -> throw VaultError.unsupportedOperation();
    };
  }

  private static Reply read(Policies policies, String name) {
    Policy policy = policies.all().get(name);
    if (policy == null) {
      throw VaultError.missing();
    }
    return Reply.of(Map.of("name", name, "policy", policy.text()));
  }
}
