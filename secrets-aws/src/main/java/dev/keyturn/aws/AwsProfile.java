package dev.keyturn.aws;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.spi.StoreContext;
import dev.keyturn.spi.StoreException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.profiles.Profile;
import software.amazon.awssdk.profiles.ProfileFile;

/** The profile that this store reads, out of the files that the environment names. */
final class AwsProfile {
  private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z0-9_./%@:+-]+");

  private final Map<String, String> environment;
  private final Optional<String> configured;
  private final String name;
  private volatile ProfileFile file;

  private AwsProfile(Map<String, String> environment, Optional<String> configured)
      throws StoreException {
    this.environment = environment;
    this.configured = configured;
    String named = environment.getOrDefault("AWS_PROFILE", "");
    this.name = configured.orElse(named.isEmpty() ? "default" : named);
    this.file = read();
  }

  static AwsProfile of(StoreContext context, AwsSettings settings) throws StoreException {
    AwsProfile profile = new AwsProfile(context.environment(), settings.profile());
    if (profile.isConfigured() && profile.file.profile(profile.name).isEmpty()) {
      throw settings.invalid("profile", "names a profile that is in none of the AWS files");
    }
    return profile;
  }

  String name() {
    return name;
  }

  /** Whether the store's own key names it; then nothing else than this profile is its identity. */
  boolean isConfigured() {
    return configured.isPresent();
  }

  /** The files as they were read last. */
  ProfileFile file() {
    return file;
  }

  /**
   * The same for credentials: an instance is asked by version 2 of its metadata service only, which a
   * request that somebody was tricked into sending on cannot speak; unless the profile or {@code
   * AWS_EC2_METADATA_V1_DISABLED} says otherwise.
   */
  ProfileFile fileForCredentials() {
    if (!PLAIN_NAME.matcher(name).matches()) {
      return file;
    }
    String more = "[profile " + name + "]\nec2_metadata_v1_disabled = true\n";
    return ProfileFile.aggregator()
        .addFile(file)
        .addFile(ProfileFile.builder()
            .content(new ByteArrayInputStream(more.getBytes(StandardCharsets.UTF_8)))
            .type(ProfileFile.Type.CONFIGURATION)
            .build())
        .build();
  }

  /** Reads the files again: somebody may have logged in, or put other keys there. */
  void reload() throws StoreException {
    file = read();
  }

  Optional<String> property(String key) {
    return file.profile(name).flatMap(profile -> profile.property(key));
  }

  /** The address of a service by its name in a profile file: its own, or that of all services. */
  Optional<String> endpoint(String service) {
    Optional<String> own = property("services")
        .flatMap(section -> file.getSection("services", section))
        .flatMap((Profile section) -> section.property(service + ".endpoint_url"));
    return own.or(() -> property("endpoint_url"));
  }

  /** Whether the profile logs in through a browser, so that a person has to do it again. */
  boolean isSso() {
    return property("sso_session").isPresent() || property("sso_start_url").isPresent();
  }

  private ProfileFile read() throws StoreException {
    ProfileFile.Aggregator both = ProfileFile.aggregator();
    add(both, "AWS_SHARED_CREDENTIALS_FILE", "credentials", ProfileFile.Type.CREDENTIALS);
    add(both, "AWS_CONFIG_FILE", "config", ProfileFile.Type.CONFIGURATION);
    return both.build();
  }

  private void add(
      ProfileFile.Aggregator both, String variable, String fileName, ProfileFile.Type type)
      throws StoreException {
    try {
      Path path = path(variable, fileName);
      if (Files.isRegularFile(path) && Files.isReadable(path)) {
        both.addFile(ProfileFile.builder().content(path).type(type).build());
      }
    } catch (InvalidPathException e) {
      throw new StoreException(ErrorCode.INVALID_CONFIGURATION, variable + " names no path");
    } catch (RuntimeException e) {
      // its message is dropped: it may quote a line with a key in it
      throw new StoreException(
          ErrorCode.INVALID_CONFIGURATION,
          "the AWS " + fileName + " file (" + variable + " or ~/.aws/" + fileName
              + ") is not well-formed",
          e);
    }
  }

  private Path path(String variable, String fileName) {
    String home = environment.getOrDefault("HOME", System.getProperty("user.home", ""));
    String named = environment.getOrDefault(variable, "");
    if (named.isEmpty()) {
      return Path.of(home, ".aws", fileName);
    }
    return named.startsWith("~/") ? Path.of(home, named.substring(2)) : Path.of(named);
  }
}
