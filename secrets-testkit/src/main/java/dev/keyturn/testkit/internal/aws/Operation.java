package dev.keyturn.testkit.internal.aws;

import java.util.Map;

/** One operation of a service that speaks JSON. */
@FunctionalInterface
interface Operation {
  Map<String, Object> run(Input input);
}
