package dev.keyturn.testkit.internal.http;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** One answer in full. It may hold a secret, so it does not print itself. */
public final class Answer {
  private final int status;
  private final Map<String, String> headers;
  private final byte[] body;

  /**
   * Creates an answer.
   *
   * @param status the HTTP status
   * @param headers the headers, without those that describe the transfer
   * @param body the body; not copied
   */
  public Answer(int status, Map<String, String> headers, byte[] body) {
    this.status = status;
    this.headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    this.body = body;
  }

  /**
   * Adds a header.
   *
   * @param name its name
   * @param value its value
   * @return a new answer
   */
  public Answer with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Answer(status, more, body);
  }

  /**
   * Exchanges the body.
   *
   * @param other the new body; not copied
   * @return a new answer
   */
  public Answer withBody(byte[] other) {
    return new Answer(status, headers, other);
  }

  /** {@return the HTTP status} */
  public int status() {
    return status;
  }

  /** {@return the headers} */
  public Map<String, String> headers() {
    return headers;
  }

  /** {@return the body itself, no copy} */
  public byte[] body() {
    return body;
  }
}
