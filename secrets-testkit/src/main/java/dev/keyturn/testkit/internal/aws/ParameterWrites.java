package dev.keyturn.testkit.internal.aws;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The operations of Parameter Store that write. */
final class ParameterWrites {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_./-]{1,2048}");
  private static final Pattern LABEL = Pattern.compile("[A-Za-z_.-][A-Za-z0-9_.-]{0,99}");
  private static final int MOST_LABELS = 10;
  private static final int STANDARD = 4096;
  private static final int ADVANCED = 8192;

  private final ParameterBook book;

  ParameterWrites(ParameterBook book) {
    this.book = book;
  }

  Map<String, Object> putParameter(Input input) {
    String name = name(input);
    Parameter known = book.parameters.get(name);
    String tier = tier(input);
    if (known != null && !input.flag("Overwrite")) {
      throw AwsError.of(
          "ParameterAlreadyExists",
          "The parameter already exists. To overwrite this value, set the overwrite option in the"
              + " request to true.");
    }
    Parameter parameter = known == null ? new Parameter(name, type(input)) : known;
    refuseOtherType(parameter, input);
    ParameterVersion version = parameter.add(input.text("Value"), book.now());
    book.parameters.put(name, parameter);
    return new TreeMap<>(Map.of("Tier", tier, "Version", version.number));
  }

  private static String name(Input input) {
    String name = ParameterName.parse(input.text("Name")).checked().asked();
    if (!NAME.matcher(name).matches()) {
      throw AwsError.of(
          "ValidationException",
          "Parameter name: only a mix of letters, numbers and the following 4 symbols .-_/ are"
              + " allowed.");
    }
    return name;
  }

  private static String type(Input input) {
    String type = input.textOrNull("Type");
    if (type == null) {
      throw AwsError.of(
          "ValidationException", "A parameter type is required when you create a parameter.");
    }
    if (!Parameter.TYPES.contains(type)) {
      throw Input.invalid("Type", "Member must satisfy enum value set: " + Parameter.TYPES);
    }
    return type;
  }

  private static void refuseOtherType(Parameter parameter, Input input) {
    String type = input.textOrNull("Type");
    if (type != null && !type.equals(parameter.type)) {
      throw AwsError.of(
          "HierarchyTypeMismatchException",
          "The type of a parameter can't be changed. Create a new, unique parameter.");
    }
  }

  private static String tier(Input input) {
    String asked = input.textOrNull("Tier");
    int size = input.text("Value").getBytes(StandardCharsets.UTF_8).length;
    boolean larger = size > STANDARD && "Intelligent-Tiering".equals(asked);
    String tier = larger || "Advanced".equals(asked) ? "Advanced" : "Standard";
    int most = tier.equals("Advanced") ? ADVANCED : STANDARD;
    if (size == 0) {
      throw Input.invalid("Value", "Member must have length greater than or equal to 1");
    }
    if (size > most) {
      throw AwsError.of(
          "ValidationException",
          tier + " tier parameters support a maximum parameter value of " + most + " characters.");
    }
    return tier;
  }

  Map<String, Object> deleteParameter(Input input) {
    Parameter parameter = book.get(ParameterName.parse(input.text("Name")));
    book.parameters.remove(parameter.name);
    return Map.of();
  }

  Map<String, Object> labelParameterVersion(Input input) {
    Parameter parameter = book.get(ParameterName.parse(input.text("Name")));
    long number = input.number("ParameterVersion", parameter.newest().number);
    ParameterVersion version = book.version(parameter, Long.toString(number));
    List<String> invalid = new ArrayList<>();
    for (String label : input.texts("Labels", MOST_LABELS)) {
      if (isLabel(label)) {
        attach(parameter, version, label);
      } else {
        invalid.add(label);
      }
    }
    SortedMap<String, Object> answer = new TreeMap<>();
    answer.put("InvalidLabels", invalid);
    answer.put("ParameterVersion", version.number);
    return answer;
  }

  private static boolean isLabel(String label) {
    String small = label.toLowerCase(Locale.ROOT);
    boolean reserved = small.startsWith("aws") || small.startsWith("ssm");
    return !reserved && LABEL.matcher(label).matches();
  }

  private static void attach(Parameter parameter, ParameterVersion version, String label) {
    if (version.labels.size() == MOST_LABELS && !version.labels.contains(label)) {
      throw AwsError.of(
          "ParameterVersionLabelLimitExceeded",
          "A version of " + parameter.name + " can't have more than ten labels.");
    }
    parameter.label(version, label);
  }
}
