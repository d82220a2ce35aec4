package dev.keyturn.azure;

import com.azure.core.http.HttpHeaderName;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks at the answers to a login before the SDK does: by what number Entra ID refused. */
final class LoginAnswers {
  private static final Pattern NUMBER = Pattern.compile("AADSTS([0-9]{4,9})\\b");
  private static final int ERROR = 400;

  private LoginAnswers() {}

  static WholeAnswer read(WholeAnswer answer) {
    String type = String.valueOf(answer.getHeaders().getValue(HttpHeaderName.CONTENT_TYPE));
    if (answer.getStatusCode() >= ERROR) {
      Matcher matcher = NUMBER.matcher(new String(answer.body(), StandardCharsets.UTF_8));
      Deadline.current().refused(matcher.find() ? matcher.group(1) : "");
    } else if (type.toLowerCase(Locale.ROOT).contains("html")) {
      throw new HttpFault(HttpFault.Kind.GARBLED);
    }
    return answer;
  }
}
