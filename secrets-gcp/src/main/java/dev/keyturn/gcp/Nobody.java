package dev.keyturn.gcp;

import java.util.Map;

/** No login at all, for test servers. */
final class Nobody implements Identity.Way {
  @Override
  public Identity.Login open() {
    return address -> Map.of();
  }

  @Override
  public String advice() {
    return "the server wants a token, and with auth=none there is none";
  }

  @Override
  public String describe() {
    return "none";
  }
}
