package dev.keyturn.gcp;

import com.google.api.gax.httpjson.ApiMethodDescriptor;
import com.google.api.gax.httpjson.HttpJsonCallOptions;
import com.google.api.gax.httpjson.HttpJsonChannel;
import com.google.api.gax.httpjson.HttpJsonClientCall;
import dev.keyturn.spi.TimeSource;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/**
 * The way of the SDK's client to the service. The SDK's own one would do the same on threads of its own,
 * hand every answer to loggers that a variable of the environment switches on, and keep on reading what
 * nobody waits for.
 */
final class SdkChannel implements HttpJsonChannel {
  final URI endpoint;
  final Map<String, String> headers;
  final HttpCalls http;
  final Identity identity;
  final TimeSource time;

  SdkChannel(
      URI endpoint,
      Map<String, String> headers,
      HttpCalls http,
      Identity identity,
      TimeSource time) {
    this.endpoint = endpoint;
    this.headers = Map.copyOf(headers);
    this.http = http;
    this.identity = identity;
    this.time = time;
  }

  @Override
  public <I, O> HttpJsonClientCall<I, O> newCall(
      ApiMethodDescriptor<I, O> method, HttpJsonCallOptions options) {
    return new SdkCall<>(this, method, options);
  }

  /** A header each, as one value or several. */
  static List<String> values(Object value) {
    return value instanceof Iterable<?> several
        ? StreamSupport.stream(several.spliterator(), false)
            .map(String::valueOf)
            .toList()
        : List.of(String.valueOf(value));
  }
}
