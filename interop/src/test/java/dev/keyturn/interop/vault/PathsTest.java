package dev.keyturn.interop.vault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.Secrets;
import dev.keyturn.interop.servers.BaoAudit;
import dev.keyturn.interop.servers.OpenBao;
import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.SecretsException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Paths as people spell them reach the server byte for byte, or do not reach it at all. */
class PathsTest {
  private static final List<String> NAMES = List.of(
      "a b",
      " lead",
      "trail ",
      "a%b",
      "a%20b",
      "%",
      "%zz",
      "a?b",
      "a?version=1",
      "a#b",
      "a+b",
      "+",
      "a&b=c",
      "a;b",
      "a:b@c",
      "..a",
      "a..b",
      "a..",
      "...",
      ".hidden",
      "a.",
      "~x",
      "a\"b",
      "a'b",
      "<x>",
      "{}",
      "{id}",
      "|",
      "^",
      "`",
      "$x",
      "${x}",
      "*",
      "a*",
      "(x)",
      "a,b",
      "!x",
      "=",
      "-",
      "_",
      "A",
      "a",
      "x/ /y",
      "dir/a b/c?d",
      "data/x",
      "metadata/x",
      "é",
      "e\u0301",
      "ünï/日本/🔑",
      "\uff0e\uff0e");

  /** Not what anybody means, or what somebody else would like to be read. */
  private static final List<String> TEXTS = List.of(
      "%252F",
      "a%252fb",
      "\uff0fx",
      "a%e2%80%aeb",
      "a%e3%80%80b",
      "%ee%80%80",
      "a b",
      "a%b",
      "a%",
      "a%2",
      "a+b",
      "a#b",
      "a?b",
      "a?version=",
      "a?version=1&version=2",
      "../x",
      "a/../x",
      "a/..",
      "..",
      ".",
      "a/./x",
      "%2e%2e/x",
      "%2E%2E/x",
      ".%2e/x",
      "a%2f..%2fx",
      "..%2fx",
      "%252e%252e/x",
      "%252e%252e%252fx",
      "..%5cx",
      "..\\x",
      "a\\x",
      "//x",
      "a//x",
      "/x",
      "a/",
      "a%00b",
      "a%0ab",
      "a%0d%0aX-Vault-Token:%20x",
      "a\u0000b",
      "a\nb",
      "a\tb",
      "%c0%ae%c0%ae/x",
      "%c0%af",
      "%ff",
      "%ed%a0%80",
      "\uff0e\uff0e/x",
      "\u2025/x",
      "\u2215x",
      "a;/../x",
      "..;/x",
      "a%3f",
      "a%23",
      "a%253f",
      "\ud83d\udd11",
      "@evil.test/x",
      "a:80/x",
      "a%20b",
      "%E2%80%8B",
      "a%c2%a0b");

  private final OpenBao server = OpenBao.dev();
  private final Map<String, String> values = new TreeMap<>();
  private Secrets secrets;
  private int before;

  @BeforeEach
  void setUp() {
    server.admin().mountVersioned("kv");
    server.admin().policy("all", "path \"*\" { capabilities = [\"read\", \"list\"] }");
    put("x");
    put("app/x");
    NAMES.forEach(name -> put("app/" + name));
    String token = server.admin().newToken("all", "1h");
    Map<String, String> settings =
        Map.of("address", server.address().toString(), "auth", "token", "token", "env://TOKEN");
    secrets = Secrets.builder()
        .environment(Map.of("TOKEN", token))
        .store("vault", "vault", settings)
        .build();
    before = server.audits().size();
  }

  @AfterEach
  void close() {
    secrets.close();
    server.close();
  }

  private void put(String path) {
    String value = "value-" + values.size();
    values.put(path, value);
    server.admin().call("PUT", "kv/data/" + encoded(path), Map.of("data", Map.of("v", value)));
  }

  private static String encoded(String path) {
    return Stream.of(path.split("/"))
        .map(part -> URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20"))
        .collect(Collectors.joining("/"));
  }

  @Test
  void whatIsEncodedArrivesByteForByte() {
    for (String name : NAMES) {
      String path = "app/" + name;
      String value = secrets.get("vault://kv/" + encoded(path) + "#v").reveal();
      assertThat(value).as(path).isEqualTo(values.get(path));
    }
    System.out.println(NAMES.size() + " paths, each read byte for byte");
    assertThat(pathsAsked())
        .containsExactlyInAnyOrderElementsOf(
            NAMES.stream().map(name -> "kv/data/app/" + name).toList());
  }

  /** What the server was asked for, but for what kind of mount it is and how long the token lives. */
  private Set<String> pathsAsked() {
    return server.audits().stream()
        .skip(before)
        .filter(entry -> entry.operation().equals("read") || entry.operation().equals("list"))
        .map(BaoAudit::path)
        .filter(path -> !path.startsWith("sys/internal/ui/mounts/"))
        .filter(path -> !path.equals("auth/token/lookup-self"))
        .collect(Collectors.toSet());
  }

  @Test
  void whatIsNotMeantIsRefusedOrRight() {
    Map<ErrorCode, List<String>> refused = new TreeMap<>();
    List<String> right = new ArrayList<>();
    for (String text : TEXTS) {
      try {
        String value = secrets.get("vault://kv/app/" + text).reveal();
        assertThat(value).as(text).contains(values.get("app/" + meant(text)));
        right.add(text);
      } catch (SecretsException e) {
        refused.computeIfAbsent(e.code(), code -> new ArrayList<>()).add(text);
      }
    }
    System.out.println(
        TEXTS.size() + " texts: right " + right.size() + " " + right + "; refused " + refused);
    assertThat(refused.keySet()).isSubsetOf(ErrorCode.INVALID_REFERENCE, ErrorCode.NOT_FOUND);
    // none left its folder
    assertThat(pathsAsked()).allMatch(path -> path.startsWith("kv/data/app/"));
    assertThat(pathsAsked()).noneMatch(path -> List.of(path.split("/")).contains(".."));
    assertThat(pathsAsked()).doesNotContain("kv/data/app/x");
  }

  /** What a text says once its escapes are taken away, without field and version. */
  private static String meant(String text) {
    String path = text.replaceAll("[?#].*", "").replace("+", "%2B");
    return java.net.URLDecoder.decode(path, StandardCharsets.UTF_8);
  }
}
