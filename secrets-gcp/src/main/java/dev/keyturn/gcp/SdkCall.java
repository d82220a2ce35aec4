package dev.keyturn.gcp;

import com.google.api.gax.httpjson.ApiMethodDescriptor;
import com.google.api.gax.httpjson.HttpJsonCallOptions;
import com.google.api.gax.httpjson.HttpJsonClientCall;
import com.google.api.gax.httpjson.HttpJsonMetadata;
import com.google.api.gax.httpjson.HttpRequestFormatter;
import com.google.protobuf.TypeRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One call of the SDK's client, from its message to its listener, on the thread that calls. */
final class SdkCall<I, O> extends HttpJsonClientCall<I, O> {
  private final SdkChannel channel;
  private final ApiMethodDescriptor<I, O> method;
  private final HttpJsonCallOptions options;
  private @Nullable Listener<O> listener;
  private @Nullable HttpJsonMetadata begun;

  SdkCall(SdkChannel channel, ApiMethodDescriptor<I, O> method, HttpJsonCallOptions options) {
    this.channel = channel;
    this.method = method;
    this.options = options;
  }

  @Override
  public void start(Listener<O> responseListener, HttpJsonMetadata requestHeaders) {
    listener = responseListener;
    begun = requestHeaders;
  }

  @Override
  public void sendMessage(I message) {
    Listener<O> waiting = Objects.requireNonNull(listener);
    HttpJsonMetadata extra = Objects.requireNonNull(begun);
    try {
      waiting.onMessage(answer(message, extra.getHeaders()));
      waiting.onClose(200, extra); // nobody looks at what ends an answer
    } catch (IOException | InterruptedException e) {
      throw new CallFailed(e);
    }
  }

  private O answer(I message, Map<String, Object> extra) throws IOException, InterruptedException {
    String verb = Objects.requireNonNull(method.getHttpMethod());
    HttpRequestFormatter<I> form = method.getRequestFormatter();
    URI address = URI.create(channel.endpoint
        + "/"
        + form.getPath(message).replaceFirst("^/", "")
        + query(form.getQueryParamNames(message)));
    String body = form.getRequestBody(message);
    HttpAnswer answer = channel.http.send(new HttpAsk(
        verb,
        address,
        headers(verb, address, extra),
        body == null || body.isEmpty() ? null : body.getBytes(StandardCharsets.UTF_8)));
    if (answer.status != 200) {
      throw new Refusal(ServiceError.of(answer), RetryAfter.of(answer, channel.time.instant()));
    }
    return parsed(answer.body);
  }

  private O parsed(byte[] body) {
    TypeRegistry given = options.getTypeRegistry();
    TypeRegistry types = given == null ? TypeRegistry.getEmptyTypeRegistry() : given;
    try {
      return method.getResponseParser().parse(new ByteArrayInputStream(body), types);
    } catch (RuntimeException e) {
      // its message may quote the answer
      throw new NoAnswer();
    }
  }

  private Map<String, List<String>> headers(String verb, URI address, Map<String, Object> extra)
      throws IOException, InterruptedException {
    Map<String, List<String>> headers = new HashMap<>();
    channel.headers.forEach((name, value) -> headers.put(name, List.of(value)));
    extra.forEach((name, value) -> headers.put(name, SdkChannel.values(value)));
    headers.put("User-Agent", List.of(UserAgent.TEXT));
    if (verb.equals("POST")) {
      headers.put("Content-Type", List.of("application/json; charset=utf-8"));
    }
    headers.putAll(channel.identity.headers(address));
    return headers;
  }

  private static String query(Map<String, List<String>> parameters) {
    return parameters.entrySet().stream()
        .flatMap(parameter -> parameter.getValue().stream()
            .map(value -> encoded(parameter.getKey()) + "=" + encoded(value)))
        .collect(Collectors.joining("&", parameters.isEmpty() ? "" : "?", ""));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** Nothing: the message is the call. */
  @Override
  public void request(int numMessages) {}

  /** Nothing: the message is the call. */
  @Override
  public void halfClose() {}

  /** Nothing: a call ends by its deadline, by an interrupt, or with the store. */
  @Override
  public void cancel(@Nullable String message, @Nullable Throwable cause) {}
}
