package dev.keyturn.testkit.internal.vault;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a role demands of the claims of a token. */
final class JwtRole {
  static final List<String> BOUNDS =
      List.of("bound_audiences", "bound_subject", "bound_claims", "token_bound_cidrs");

  private JwtRole() {}

  static void check(Fields role, Jwt jwt) {
    String subject = role.text("bound_subject");
    if (!subject.isEmpty() && !subject.equals(jwt.claims.text("sub"))) {
      throw VaultError.bad("error validating token: invalid subject (sub) claim");
    }
    checkAudience(role.texts("bound_audiences"), jwt, "error validating token: ", 400);
    Map<String, ?> bound = role.object("bound_claims");
    boolean globs = role.text("bound_claims_type").equals("glob");
    if (bound != null) {
      bound.forEach((name, wanted) -> checkClaim(name, jwt, new Fields(bound).texts(name), globs));
    }
  }

  static void checkAudience(List<String> bound, Jwt jwt, String prefix, int status) {
    if (!bound.isEmpty() && jwt.audiences().stream().noneMatch(bound::contains)) {
      throw VaultError.of(
          status,
          prefix
              + "invalid audience (aud) claim: audience claim does not match any expected audience");
    }
  }

  private static void checkClaim(String name, Jwt jwt, List<String> wanted, boolean globs) {
    if (!jwt.claims.has(name)) {
      throw VaultError.bad("error validating claims: claim \"" + name + "\" is missing");
    }
    for (String value : jwt.claims.texts(name)) {
      if (wanted.stream().anyMatch(one -> globs ? matches(one, value) : one.equals(value))) {
        return;
      }
    }
    throw VaultError.bad("error validating claims: claim \"" + name
        + "\" does not match any associated bound claim values");
  }

  private static boolean matches(String glob, String value) {
    return value.matches(Pattern.quote(glob).replace("*", "\\E.*\\Q"));
  }

  /** What a login says of the one who logged in. */
  static Map<String, Object> meta(String name, Fields role, Jwt jwt) {
    Map<String, Object> meta = new LinkedHashMap<>();
    meta.put("role", name);
    Map<String, @Nullable Object> mappings = role.object("claim_mappings");
    if (mappings != null) {
      mappings.forEach((claim, key) -> {
        if (jwt.claims.has(claim)) {
          meta.put(String.valueOf(key), jwt.claims.text(claim));
        }
      });
    }
    return meta;
  }

  static Map<String, @Nullable Object> describe(Fields role) {
    Map<String, @Nullable Object> data = LoginTerms.describe(role);
    data.put("bound_audiences", role.texts("bound_audiences"));
    data.put("bound_claims", role.object("bound_claims"));
    data.put("bound_subject", role.text("bound_subject"));
    data.put("claim_mappings", role.object("claim_mappings"));
    data.put("role_type", "jwt");
    data.put("user_claim", role.text("user_claim"));
    return data;
  }
}
