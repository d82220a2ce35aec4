package dev.keyturn.interop.vault;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One line of a script: {@code [name=/pointer] [as:token] [about] [X-Header:value] METHOD path [body]}.
 *
 * @param bindings what is remembered of the answer, by name: pointers into its body
 * @param token the name of the token that asks; {@code none} for nobody
 * @param headers further headers
 * @param isAbout whether texts may differ, and only their places count
 * @param method the HTTP method, or {@code !} for something that is done to both servers
 * @param path below {@code /v1/}
 * @param body the body; empty for none
 */
record VaultStep(
    Map<String, String> bindings,
    String token,
    Map<String, String> headers,
    boolean isAbout,
    String method,
    String path,
    String body) {

  static VaultStep parse(String line) {
    Map<String, String> bindings = new LinkedHashMap<>();
    Map<String, String> headers = new LinkedHashMap<>();
    String token = "root";
    boolean about = false;
    String rest = line.strip();
    while (!rest.matches("(!|[A-Z]+) .*")) {
      String word = rest.substring(0, rest.indexOf(' '));
      rest = rest.substring(word.length()).strip();
      if (word.equals("about")) {
        about = true;
      } else if (word.startsWith("as:")) {
        token = word.substring(3);
      } else if (word.contains("=/")) {
        bindings.put(word.substring(0, word.indexOf('=')), word.substring(word.indexOf('=') + 1));
      } else {
        headers.put(word.substring(0, word.indexOf(':')), word.substring(word.indexOf(':') + 1));
      }
    }
    String[] words = rest.split(" ", 3);
    String body = words.length < 3 ? "" : words[2];
    return new VaultStep(bindings, token, headers, about, words[0], words[1], body);
  }
}
