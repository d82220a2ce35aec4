package dev.keyturn.gcp;

import com.google.api.client.http.LowLevelHttpResponse;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An answer for the SDK's credentials. */
final class LoginResponse extends LowLevelHttpResponse {
  private final HttpAnswer answer;
  private final List<Map.Entry<String, String>> headers = new ArrayList<>();

  LoginResponse(HttpAnswer answer) {
    this.answer = answer;
    answer.headers.forEach(
        (name, values) -> values.forEach(value -> headers.add(Map.entry(name, value))));
  }

  @Override
  public InputStream getContent() {
    return new ByteArrayInputStream(answer.body);
  }

  @Override
  public @Nullable String getContentEncoding() {
    return answer.header("Content-Encoding").orElse(null);
  }

  @Override
  public long getContentLength() {
    return answer.body.length;
  }

  @Override
  public @Nullable String getContentType() {
    return answer.header("Content-Type").orElse(null);
  }

  @Override
  public String getStatusLine() {
    return "HTTP/1.1 " + answer.status;
  }

  @Override
  public int getStatusCode() {
    return answer.status;
  }

  @Override
  public @Nullable String getReasonPhrase() {
    return null;
  }

  @Override
  public int getHeaderCount() {
    return headers.size();
  }

  @Override
  public String getHeaderName(int index) {
    return headers.get(index).getKey();
  }

  @Override
  public String getHeaderValue(int index) {
    return headers.get(index).getValue();
  }
}
