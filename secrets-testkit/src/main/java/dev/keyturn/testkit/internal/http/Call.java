package dev.keyturn.testkit.internal.http;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request as its service understands it: what it asks for, and every way of answering it. */
public interface Call {
  /** {@return the operation, in the service's own word} */
  String operation();

  /** {@return the names of the secrets it is about; empty if it names none} */
  List<String> subjects();

  /** {@return true if the service refuses single secrets within its answer, and not the whole call} */
  default boolean refusesEach() {
    return false;
  }

  /** {@return what the service has to say} */
  Answer answer();

  /**
   * Refuses for want of a right.
   *
   * @param subject the secret it is refused for, or null if the operation as such is refused
   * @return the refusal, in the service's own form
   */
  Answer denied(@Nullable String subject);

  /** {@return the service's request for fewer calls} */
  Answer throttled();

  /**
   * Fails.
   *
   * @param status the HTTP status
   * @param code the service's name for the failure, or null for the usual one with that status
   * @return the failure, in the service's own form
   */
  Answer failed(int status, @Nullable String code);
}
