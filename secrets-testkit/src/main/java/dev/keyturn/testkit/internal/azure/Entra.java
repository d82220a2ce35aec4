package dev.keyturn.testkit.internal.azure;

import dev.keyturn.spi.TimeSource;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** One tenant: its signing key, and whose identities may be exchanged for its tokens. */
final class Entra {
  static final String HOST = "login.microsoftonline.com";
  static final String EXCHANGE = "api://AzureADTokenExchange";
  static final String OUTSIDE = "https://ci.example";

  /** Made once: it takes longer than all the rest. Tests have nothing to hide from one another. */
  private static final KeyPair KEYS = newKeys();

  private static final String KEY_ID = "keyturn-test";
  private static final Duration USUAL = Duration.ofSeconds(3599);

  private final String tenant = "8f0b3a52-6d1e-4c0f-9f43-0c7d5b2ae1f6";
  private final TimeSource time;
  private final Map<String, String> federated = new ConcurrentHashMap<>();
  private volatile Duration lifetime = USUAL;

  Entra(TimeSource time, Bearers bearers) {
    this.time = time;
    bearers.trust(issuer(), KeyVault.AUDIENCE, Map.of(KEY_ID, KEYS.getPublic()));
  }

  String tenant() {
    return tenant;
  }

  String address() {
    return "https://" + HOST + "/" + tenant;
  }

  private String issuer() {
    return "https://sts.windows.net/" + tenant + "/";
  }

  Duration lifetime() {
    return lifetime;
  }

  void limit(Duration most) {
    lifetime = most;
  }

  /** From the first such call on, only what was named is exchanged. */
  void federate(String issuer, String subject) {
    federated.put(issuer, subject);
  }

  /** A token of this tenant. */
  String issue(String client, String audience) {
    Instant now = time.instant();
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("aud", audience);
    claims.put("iss", issuer());
    claims.put("iat", now.getEpochSecond());
    claims.put("nbf", now.getEpochSecond());
    claims.put("exp", now.plus(lifetime).getEpochSecond());
    claims.put("appid", client);
    claims.put("tid", tenant);
    claims.put("uti", UUID.randomUUID().toString());
    return Jwt.write(KEY_ID, KEYS.getPrivate(), claims);
  }

  /** A token as a CI system would give it to a job, to be exchanged. */
  String outside(String subject) {
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("iss", OUTSIDE);
    claims.put("sub", subject);
    claims.put("aud", EXCHANGE);
    claims.put("exp", time.instant().plus(Duration.ofMinutes(5)).getEpochSecond());
    return Jwt.write("ci", KEYS.getPrivate(), claims);
  }

  /** Looks at what a job presents; who issued it is not asked, as its signature is not checked. */
  void accept(String assertion) {
    Jwt token;
    try {
      token = Jwt.read(assertion);
    } catch (IllegalArgumentException e) {
      throw EntraError.of(50027, "the assertion is no token");
    }
    if (token.isOver(time.instant())) {
      throw EntraError.of(700024, "the assertion is not within its valid time range");
    }
    if (!token.isMeantFor(EXCHANGE)) {
      throw EntraError.of(700212, "no federated identity has this audience");
    }
    if (federated.isEmpty()) {
      return;
    }
    String subject = federated.get(token.text("iss"));
    if (subject == null) {
      throw EntraError.of(700211, "no federated identity has this issuer");
    }
    if (!subject.equals(token.text("sub"))) {
      throw EntraError.of(700213, "no federated identity has this subject");
    }
  }

  private static KeyPair newKeys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK makes no RSA keys", e);
    }
  }
}
