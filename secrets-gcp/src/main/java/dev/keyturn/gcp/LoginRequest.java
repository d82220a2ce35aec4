package dev.keyturn.gcp;

import com.google.api.client.http.LowLevelHttpRequest;
import com.google.api.client.http.LowLevelHttpResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request of the SDK's credentials. */
final class LoginRequest extends LowLevelHttpRequest {
  private final LoginTransport transport;
  private final String method;
  private final URI address;
  private final Map<String, List<String>> headers = new HashMap<>();

  LoginRequest(LoginTransport transport, String method, URI address) {
    this.transport = transport;
    this.method = method;
    this.address = address;
  }

  @Override
  public void addHeader(String name, String value) {
    if (!name.equalsIgnoreCase("Accept-Encoding")) {
      headers.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
    }
  }

  @Override
  public LowLevelHttpResponse execute() throws IOException {
    byte[] body = null;
    if (getStreamingContent() != null && !method.equals("GET")) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      getStreamingContent().writeTo(bytes);
      body = bytes.toByteArray();
      addIfGiven("Content-Type", getContentType());
      addIfGiven("Content-Encoding", getContentEncoding());
    }
    return new LoginResponse(transport.send(new HttpAsk(method, address, headers, body)));
  }

  private void addIfGiven(String name, @Nullable String value) {
    if (value != null) {
      addHeader(name, value);
    }
  }
}
