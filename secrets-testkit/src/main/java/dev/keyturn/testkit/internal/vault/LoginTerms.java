package dev.keyturn.testkit.internal.vault;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What the role of a login says of the tokens it gives. */
final class LoginTerms {
  private LoginTerms() {}

  /**
   * The terms of a token.
   *
   * @param role the role
   * @param path where the login is
   * @param display what the token is called
   * @param entity who logs in
   * @param meta what is said of that
   */
  static TokenTerms of(
      Fields role, String path, String display, String entity, Map<String, ?> meta) {
    Duration period = role.span("token_period", Duration.ZERO);
    Duration max = role.span("token_max_ttl", Duration.ZERO);
    Duration ttl = role.span("token_ttl", Duration.ZERO);
    Duration usual = ttl.isZero() ? Tokens.SYSTEM_MAX : ttl;
    Duration capped = max.isZero() || usual.compareTo(max) < 0 ? usual : max;
    boolean batch = role.text("token_type").equals(TokenTerms.BATCH);
    return new TokenTerms(
        policies(role),
        path,
        display,
        period.isZero() ? capped : period,
        max,
        role.span("token_explicit_max_ttl", Duration.ZERO),
        period,
        true,
        (int) role.number("token_num_uses", 0),
        batch ? TokenTerms.BATCH : TokenTerms.SERVICE,
        entity,
        meta);
  }

  private static Set<String> policies(Fields role) {
    Set<String> policies = new TreeSet<>(role.texts("token_policies"));
    policies.addAll(role.texts("policies"));
    if (!role.flag("token_no_default_policy", false)) {
      policies.add("default");
    }
    return policies;
  }

  /** What reading a role tells of it. */
  static Map<String, @Nullable Object> describe(Fields role) {
    Map<String, @Nullable Object> data = new LinkedHashMap<>();
    data.put("token_bound_cidrs", List.of());
    for (String span : List.of("explicit_max_ttl", "max_ttl", "period", "ttl")) {
      data.put("token_" + span, role.span("token_" + span, Duration.ZERO).toSeconds());
    }
    data.put("token_no_default_policy", role.flag("token_no_default_policy", false));
    data.put("token_num_uses", role.number("token_num_uses", 0));
    data.put("token_policies", role.texts("token_policies"));
    data.put("token_strictly_bind_ip", false);
    data.put("token_type", role.has("token_type") ? role.text("token_type") : "default");
    return data;
  }
}
