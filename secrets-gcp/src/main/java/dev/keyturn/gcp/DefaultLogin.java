package dev.keyturn.gcp;

import com.google.auth.oauth2.ComputeEngineCredentials;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.ServiceAccountCredentials;
import dev.keyturn.model.ErrorCode;
import dev.keyturn.spi.StoreContext;
import dev.keyturn.spi.StoreException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The application default credentials: the file that {@code GOOGLE_APPLICATION_CREDENTIALS} names, else
 * the one that {@code gcloud auth application-default login} writes, else the identity of the machine.
 * The SDK's own search would keep what it once found for the whole process, with the way out of the
 * store that looked first; so only the files are read by the SDK.
 */
final class DefaultLogin implements Identity.Way {
  private static final String VARIABLE = "GOOGLE_APPLICATION_CREDENTIALS";
  private static final String FILE = "application_default_credentials.json";
  private static final String SCOPE = "https://www.googleapis.com/auth/cloud-platform";
  private static final String LOG_IN = "gcloud auth application-default login";

  private final StoreContext context;
  private final HttpCalls http;
  private final LoginTransport transport;
  private final MetadataServer metadata;

  DefaultLogin(StoreContext context, HttpCalls http) {
    this.context = context;
    this.http = http;
    this.metadata = new MetadataServer(context);
    this.transport =
        new LoginTransport(context, http, Map.of(MetadataServer.SDK_ORIGIN, metadata.origin()));
  }

  @Override
  public Identity.Login open() throws IOException, StoreException, InterruptedException {
    GoogleCredentials found = find();
    String payer = context.environment().getOrDefault("GOOGLE_CLOUD_QUOTA_PROJECT", "");
    GoogleCredentials credentials = payer.isEmpty() ? found : found.createWithQuotaProject(payer);
    return credentials::getRequestMetadata;
  }

  private GoogleCredentials find() throws IOException, StoreException, InterruptedException {
    String named = context.environment().getOrDefault(VARIABLE, "");
    if (!named.isEmpty()) {
      return read(Path.of(named), "the file that " + VARIABLE + " names");
    }
    Optional<Path> usual = usualFile();
    if (usual.isPresent()) {
      return read(usual.get(), "the file that `" + LOG_IN + "` wrote");
    }
    if (metadata.isThere(http)) {
      return ComputeEngineCredentials.newBuilder()
          .setHttpTransportFactory(transport)
          .build();
    }
    throw new StoreException(ErrorCode.UNAUTHENTICATED, missing());
  }

  private Optional<Path> usualFile() {
    try {
      return Optional.of(folder().resolve(FILE)).filter(Files::isRegularFile);
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  private Path folder() {
    Map<String, String> environment = context.environment();
    String configured = environment.getOrDefault("CLOUDSDK_CONFIG", "");
    if (!configured.isEmpty()) {
      return Path.of(configured);
    }
    String windows = environment.getOrDefault("APPDATA", "");
    return windows.isEmpty()
        ? Path.of(System.getProperty("user.home", ""), ".config", "gcloud")
        : Path.of(windows, "gcloud");
  }

  /** The SDK's words on a file that is wrong may quote it. */
  private GoogleCredentials read(Path file, String what) throws StoreException {
    try {
      byte[] content = Files.readAllBytes(file);
      GoogleCredentials credentials = GoogleCredentials.fromStream(
              new ByteArrayInputStream(content), transport)
          .createScoped(SCOPE);
      return credentials instanceof ServiceAccountCredentials account
          ? account.createWithCustomRetryStrategy(false)
          : credentials;
    } catch (IOException | RuntimeException e) {
      throw new StoreException(
          ErrorCode.UNAUTHENTICATED,
          what + " cannot be read, or holds no credentials of Google; log in again: " + LOG_IN);
    }
  }

  private String missing() {
    String job = "true".equals(context.environment().get("CI"))
        ? "; in a CI job set auth=ci and workload-identity-provider"
        : "";
    return "no Google credentials: neither " + VARIABLE + ", nor `" + LOG_IN
        + "`, nor the identity of a machine in Google Cloud" + job;
  }

  @Override
  public String advice() {
    ServiceError refusal = transport.refusal();
    String why = refusal.http() == 0 ? "" : " (" + refusal + ")";
    return "Google does not accept the application default credentials"
        + why
        + ": expired, revoked, without a project's permission, or this machine's clock is wrong;"
        + " log in again: "
        + LOG_IN;
  }

  @Override
  public String describe() {
    return "application default credentials";
  }
}
