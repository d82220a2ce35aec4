package dev.keyturn.testkit.internal.vault;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code cert}: the certificate a client has shown when it connected. */
final class CertBackend extends LoginBackend {
  private static final int DNS = 2;
  private static final Pattern COMMON_NAME = Pattern.compile("(?:^|,)CN=([^,]+)");

  CertBackend(VaultServer server) {
    super(server);
  }

  @Override
  public Reply handle(Ask ask) {
    return switch (ask.head()) {
      case "certs" -> role(ask);
      case "login" -> login(ask);
      default -> throw VaultError.unsupportedPath();
    };
  }

  private Reply role(Ask ask) {
    if (ask.action() == Action.WRITE && ask.body().has("certificate")) {
      parse(ask.body());
    }
    return Roles.handle(roles, ask, CertBackend::describe);
  }

  private static Map<String, @Nullable Object> describe(Fields role) {
    Map<String, @Nullable Object> data = LoginTerms.describe(role);
    data.put("certificate", role.text("certificate"));
    data.put("allowed_dns_sans", role.texts("allowed_dns_sans"));
    data.put("allowed_common_names", role.texts("allowed_common_names"));
    return data;
  }

  private Reply login(Ask ask) {
    X509Certificate shown = ask.shown().certificate();
    if (shown == null) {
      throw VaultError.bad("no client certificate found");
    }
    String wanted = ask.body().text("name");
    for (String name : List.copyOf(roles.keySet())) {
      Fields role = roles.get(name);
      boolean meant = wanted.isEmpty() || wanted.equals(name);
      if (meant && role != null && isGoodFor(role, shown)) {
        String common = commonName(shown);
        return admit(ask, role, common, "cert-" + common, meta(name, common, shown));
      }
    }
    throw VaultError.bad(
        "no chain matching all constraints could be found for this login certificate");
  }

  private boolean isGoodFor(Fields role, X509Certificate shown) {
    try {
      shown.checkValidity(Date.from(server.now()));
      X509Certificate trusted = parse(role);
      if (!trusted.equals(shown)) {
        shown.verify(trusted.getPublicKey());
      }
      return isAllowed(role.texts("allowed_dns_sans"), dnsNames(shown))
          && isAllowed(role.texts("allowed_common_names"), List.of(commonName(shown)));
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static boolean isAllowed(List<String> allowed, List<String> names) {
    return allowed.isEmpty() || names.stream().anyMatch(allowed::contains);
  }

  private static X509Certificate parse(Fields role) {
    byte[] pem = role.text("certificate").getBytes(StandardCharsets.US_ASCII);
    try {
      return (X509Certificate) CertificateFactory.getInstance("X.509")
          .generateCertificate(new ByteArrayInputStream(pem));
    } catch (GeneralSecurityException e) {
      throw VaultError.bad("failed to parse certificate");
    }
  }

  private static List<String> dnsNames(X509Certificate shown) throws CertificateParsingException {
    List<String> names = new ArrayList<>();
    Collection<List<?>> all = shown.getSubjectAlternativeNames();
    for (List<?> name : all == null ? List.<List<?>>of() : all) {
      if (name.get(0) instanceof Integer kind && kind == DNS) {
        names.add(String.valueOf(name.get(1)));
      }
    }
    return names;
  }

  private static String commonName(X509Certificate shown) {
    Matcher name = COMMON_NAME.matcher(shown.getSubjectX500Principal().getName());
    return name.find() ? name.group(1) : "";
  }

  private static Map<String, Object> meta(String role, String common, X509Certificate shown) {
    Map<String, Object> meta = new LinkedHashMap<>();
    meta.put("cert_name", role);
    meta.put("common_name", common);
    meta.put("serial_number", shown.getSerialNumber().toString());
    return meta;
  }
}
