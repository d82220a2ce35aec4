package dev.keyturn.testkit.internal.aws;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The operations of Parameter Store that read. Members are answered in alphabetical order. */
final class ParameterReads {
  /** How a value looks that was not decrypted: Base64, nothing in it of the value. */
  private static final String CIPHERTEXT = "AQICAHh";

  private static final int MOST_AT_ONCE = 10;

  private final ParameterBook book;

  ParameterReads(ParameterBook book) {
    this.book = book;
  }

  Map<String, Object> getParameter(Input input) {
    ParameterName name = ParameterName.parse(input.text("Name")).checked();
    return Map.of("Parameter", read(name, input.flag("WithDecryption")));
  }

  Map<String, Object> getParameters(Input input) {
    List<Map<String, Object>> parameters = new ArrayList<>();
    List<String> invalid = new ArrayList<>();
    for (String asked : input.texts("Names", MOST_AT_ONCE)) {
      ParameterName name = ParameterName.parse(asked).checked();
      try {
        parameters.add(read(name, input.flag("WithDecryption")));
      } catch (AwsError e) {
        invalid.add(asked); // missing, or without that version: no more is said
      }
    }
    return new TreeMap<>(Map.of("InvalidParameters", invalid, "Parameters", parameters));
  }

  Map<String, Object> getParametersByPath(Input input) {
    refuseFilters(input);
    String prefix = prefix(input.text("Path"));
    long most = most(input);
    boolean decrypt = input.flag("WithDecryption");
    List<Map<String, Object>> page = new ArrayList<>();
    SortedMap<String, Object> answer = new TreeMap<>();
    String last = "";
    for (Parameter parameter : after(input.textOrNull("NextToken")).values()) {
      if (!isBelow(parameter.name, prefix, input.flag("Recursive"))) {
        continue;
      }
      if (page.size() == most) {
        answer.put("NextToken", token(last));
        break;
      }
      page.add(shown(parameter, parameter.newest(), null, decrypt));
      last = parameter.name;
    }
    answer.put("Parameters", page);
    return answer;
  }

  private static void refuseFilters(Input input) {
    if (input.has("ParameterFilters")) {
      throw AwsError.of("InvalidFilterKey", "The emulator has no filters of parameters.");
    }
  }

  private static String prefix(String path) {
    if (!path.startsWith("/")) {
      throw AwsError.of(
          "ValidationException",
          "The parameter doesn't meet the parameter name requirements. The parameter name must"
              + " begin with a forward slash \"/\".");
    }
    return path.endsWith("/") ? path : path + "/";
  }

  private static long most(Input input) {
    long most = input.number("MaxResults", MOST_AT_ONCE);
    if (most < 1 || most > MOST_AT_ONCE) {
      throw Input.invalid(
          "MaxResults", "Member must have value between 1 and " + MOST_AT_ONCE + ", inclusive");
    }
    return most;
  }

  private static boolean isBelow(String name, String prefix, boolean recursive) {
    return name.startsWith(prefix) && (recursive || name.indexOf('/', prefix.length()) < 0);
  }

  private SortedMap<String, Parameter> after(@Nullable String token) {
    if (token == null) {
      return book.parameters;
    }
    try {
      String last = new String(Base64.getDecoder().decode(token), StandardCharsets.UTF_8);
      return book.parameters.tailMap(last + '\0');
    } catch (IllegalArgumentException e) {
      throw AwsError.of("InvalidNextToken", "The specified token isn't valid.");
    }
  }

  private static String token(String last) {
    return Base64.getEncoder().encodeToString(last.getBytes(StandardCharsets.UTF_8));
  }

  private Map<String, Object> read(ParameterName name, boolean decrypt) {
    Parameter parameter = book.get(name);
    return shown(parameter, book.version(parameter, name.selector()), name.selector(), decrypt);
  }

  private static Map<String, Object> shown(
      Parameter parameter, ParameterVersion version, @Nullable String selector, boolean decrypt) {
    SortedMap<String, Object> answer = new TreeMap<>();
    answer.put("ARN", Account.parameterArn(parameter.name));
    answer.put("DataType", "text");
    answer.put("LastModifiedDate", version.modified);
    answer.put("Name", parameter.name);
    if (selector != null) {
      answer.put("Selector", ":" + selector);
    }
    boolean hidden = parameter.type.equals(Parameter.SECURE_STRING) && !decrypt;
    answer.put("Type", parameter.type);
    answer.put("Value", hidden ? CIPHERTEXT + Account.random(153) : version.value);
    answer.put("Version", version.number);
    return answer;
  }
}
