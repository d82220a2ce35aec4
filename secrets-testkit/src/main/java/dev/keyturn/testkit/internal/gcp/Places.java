package dev.keyturn.testkit.internal.gcp;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Projects have an id, by which people call them, and a number, by which the service does. */
final class Places {
  private static final long FIRST = 481_516_234_200L;

  private final Map<String, String> numbers = new HashMap<>();

  /** The number of a project that is called by either; a project is there as soon as it is called. */
  synchronized String number(String project) {
    return project.matches("[0-9]+")
        ? project
        : numbers.computeIfAbsent(project, id -> Long.toString(FIRST + numbers.size()));
  }

  /** Where secrets are: a project, or one of its regions. */
  String parent(String project, @Nullable String location) {
    String parent = "projects/" + number(project);
    return location == null ? parent : parent + "/locations/" + location;
  }
}
