package dev.keyturn.testkit.internal.aws;

import dev.keyturn.testkit.internal.http.Answer;
import java.util.List;
import java.util.Map;

/** A service that speaks AWS JSON 1.1. */
interface JsonApi {
  /** What to synchronize on, when asking about names and when running an operation. */
  Object monitor();

  /** The name of the service in actions, such as {@code ssm} in {@code ssm:GetParameter}. */
  String service();

  Map<String, Operation> operations();

  /** The names of what a request is about. */
  List<String> subjects(Input input);

  /** True if the operation refuses single subjects within its answer. */
  boolean refusesEach(String operation);

  /** What a refusal calls it. */
  String resourceOf(String subject);

  /** The error that goes with status 500. */
  String internalError();

  /** The member in which the service's own errors carry their message. */
  String messageMember();

  /** Adds the headers of the service, and compresses where it does. */
  Answer dress(Answer answer, boolean gzipAccepted);
}
