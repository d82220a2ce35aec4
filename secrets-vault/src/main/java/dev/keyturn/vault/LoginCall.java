package dev.keyturn.vault;

import java.util.Map;

/**
 * What one login sends.
 *
 * @param path encoded
 * @param body its members
 * @param claims what an identity that was sent claims, for the error of a server that refuses it; may be
 *     empty
 */
record LoginCall(String path, Map<String, String> body, String claims) {
  /** {@return the path alone: the rest is a credential} */
  @Override
  public String toString() {
    return "LoginCall[" + path + "]";
  }
}
