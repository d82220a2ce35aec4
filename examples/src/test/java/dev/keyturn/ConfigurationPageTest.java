package dev.keyturn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.internal.OfferedKinds;
import dev.keyturn.internal.Settings;
import dev.keyturn.internal.StoreKeys;
import dev.keyturn.spi.SecretStoreProvider;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The page on configuration has every key that the code knows, and no other. */
class ConfigurationPageTest {
  private static final Pattern KEY =
      Pattern.compile("(?m)^\\| `([a-zA-Z.-]+)` \\|[^|]*\\| ([^|]*)\\| ([^|]*)\\|$");

  private static final Pattern KEY_OF_A_KIND =
      Pattern.compile("(?m)^\\| `(\\w[\\w-]*)` \\| (?:`store\\.NAME\\.([^`]+)`)? ?\\|.*\\|$");

  private final String page = Files.readString(Path.of("../docs/configuration.md"));

  ConfigurationPageTest() throws IOException {}

  @Test
  void theTablesHoldTheKeysOfTheCode() {
    Set<String> known = new TreeSet<>(KnownKeys.PLAIN);
    known.add("secret.NAME");
    KnownKeys.OF_A_SECRET.forEach(ending -> known.add("secret.NAME." + ending));
    StoreKeys.OF_ALL.forEach(ending -> known.add("store.NAME." + ending));

    assertThat(rows().keySet()).isEqualTo(known);
  }

  @Test
  void whatIsSaidOfEachKindIsWhatItsProviderKnows() {
    OfferedKinds offered = OfferedKinds.in(getClass().getClassLoader());
    Map<String, Set<String>> known = new TreeMap<>();
    for (String kind : offered.all()) {
      Set<String> keys = offered.provider(kind).map(SecretStoreProvider::keys).orElseThrow();
      known.put(
          kind, keys.stream().map(key -> key.replace("*", "PATH")).collect(Collectors.toSet()));
    }

    Map<String, Set<String>> said = new TreeMap<>();
    Matcher row = KEY_OF_A_KIND.matcher(page.substring(page.indexOf("| kind | key |")));
    while (row.find()) {
      Set<String> keys = said.computeIfAbsent(row.group(1), kind -> new TreeSet<>());
      if (row.group(2) != null) {
        keys.add(row.group(2));
      }
    }
    assertThat(said).isEqualTo(known);
  }

  @Test
  void aDefaultIsWhatHoldsWhereNothingIsSaid() {
    List<Object> unsaid = effects(Secrets.builder());
    int compared = 0;
    for (Map.Entry<String, List<String>> row : rows().entrySet()) {
      String otherwise = row.getValue().get(0);
      if (KnownKeys.PLAIN.contains(row.getKey()) && otherwise.startsWith("`")) {
        String value = otherwise.replace("`", "");
        assertThat(effects(Secrets.builder().set(row.getKey(), value)))
            .as("%s=%s", row.getKey(), value)
            .isEqualTo(unsaid);
        compared++;
      }
    }
    assertThat(compared).isEqualTo(KnownKeys.PLAIN.size() - 1); // all but allow
  }

  private static List<Object> effects(SecretsBuilder builder) {
    Settings settings = builder.environment(Map.of()).settings();
    return List.of(
        settings.cache().toString(),
        settings.callBudget(),
        settings.leaseGrace(),
        settings.revokeOnClose(),
        settings.auditHits());
  }

  @Test
  void theBuilderHasTheMethodsOfTheLastColumn() {
    Set<String> methods = Arrays.stream(SecretsBuilder.class.getMethods())
        .map(Method::getName)
        .collect(Collectors.toSet());

    rows().forEach((key, cells) -> {
      Matcher method = Pattern.compile("^`(\\w+)`").matcher(cells.get(1));
      assertThat(method.find()).as(key).isTrue();
      assertThat(methods).contains(method.group(1));
    });
  }

  /** Each key with its default and what the builder has for it. */
  private Map<String, List<String>> rows() {
    Map<String, List<String>> rows = new LinkedHashMap<>();
    Matcher row = KEY.matcher(page.substring(page.indexOf("## Every key")));
    while (row.find()) {
      if (row.group(1).contains(".") || row.group(1).equals("allow")) {
        rows.put(row.group(1), List.of(row.group(2).strip(), row.group(3).strip()));
      }
    }
    return rows;
  }
}
