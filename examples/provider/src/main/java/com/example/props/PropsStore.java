package com.example.props;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.SecretRef;
import dev.keyturn.model.StoredSecret;
import dev.keyturn.spi.SecretStore;
import dev.keyturn.spi.StoreException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;

/** Reads the file at each fetch; caching is the engine's. */
final class PropsStore implements SecretStore {
  private final Path file;

  PropsStore(Path file) {
    this.file = file;
  }

  @Override
  public StoredSecret fetch(SecretRef ref, Duration timeout) throws StoreException {
    String value = read().getProperty(ref.path());
    if (value == null) {
      throw new StoreException(ErrorCode.NOT_FOUND, "add the key to " + file);
    }
    return StoredSecret.of(value);
  }

  private Properties read() throws StoreException {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
      return properties;
    } catch (AccessDeniedException e) {
      throw new StoreException(ErrorCode.DENIED, "make " + file + " readable for this user", e);
    } catch (IOException e) {
      throw new StoreException(ErrorCode.UNAVAILABLE, "cannot read " + file, e);
    } catch (IllegalArgumentException e) {
      throw new StoreException(ErrorCode.MALFORMED, file + " is not a properties file", e);
    }
  }

  @Override
  public Map<String, String> describe() {
    return Map.of("file", file.toString());
  }

  @Override
  public void close() {}
}
