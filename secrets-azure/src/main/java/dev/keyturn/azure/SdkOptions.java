package dev.keyturn.azure;

import com.azure.core.http.policy.FixedDelayOptions;
import com.azure.core.http.policy.HttpLogDetailLevel;
import com.azure.core.http.policy.HttpLogOptions;
import com.azure.core.http.policy.RetryOptions;
import com.azure.core.util.ClientOptions;
import java.time.Duration;

/** What every client of the SDK is told: to repeat nothing, and to log no request and no answer. */
final class SdkOptions {
  private SdkOptions() {}

  /** Said, and not left to {@code AZURE_HTTP_LOG_DETAIL_LEVEL}, which can have bodies logged. */
  static HttpLogOptions silent() {
    return new HttpLogOptions().setLogLevel(HttpLogDetailLevel.NONE);
  }

  /** Repeating is the engine's. */
  static RetryOptions noRetries() {
    return new RetryOptions(new FixedDelayOptions(0, Duration.ofMillis(1)));
  }

  static ClientOptions client() {
    return new ClientOptions().setApplicationId(UserAgent.TEXT);
  }
}
