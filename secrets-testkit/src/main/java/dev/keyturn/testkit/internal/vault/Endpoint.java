package dev.keyturn.testkit.internal.vault;

/** One path of the system, with everything below it. */
@FunctionalInterface
interface Endpoint {
  /** Answers; what is left of the path is the request's rest. */
  Reply answer(Ask ask);
}
