package dev.keyturn.testkit.internal.aws;

/** What AWS says to somebody without the right: it names the identity, the action and the resource. */
final class Denial {
  private Denial() {}

  static AwsError of(String caller, String action, String resource) {
    return AwsError.of("AccessDeniedException", text(caller, action, resource));
  }

  static String text(String caller, String action, String resource) {
    return "User: "
        + caller
        + " is not authorized to perform: "
        + action
        + " on resource: "
        + resource
        + " because no identity-based policy allows the "
        + action
        + " action";
  }
}
