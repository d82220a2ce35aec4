package dev.keyturn;

import dev.keyturn.internal.Harmless;
import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.SecretsException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads one file of settings into a {@link Layer}. */
final class ConfigFile {
  private static final int MAX_BYTES = 1 << 20;
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final Layer.Rank rank;
  private final String label;
  private final boolean trusted;

  ConfigFile(Layer.Rank rank, String label, boolean trusted) {
    this.rank = rank;
    this.label = Harmless.line(label);
    this.trusted = trusted;
  }

  /** A file that exists. */
  static Layer read(Layer.Rank rank, Path path, boolean trusted) {
    ConfigFile file = new ConfigFile(rank, path.toString(), trusted);
    if (!trusted && !Files.isRegularFile(path)) {
      // a pipe in somebody's checkout would keep us waiting
      throw file.invalid("is no regular file");
    }
    try (InputStream in = Files.newInputStream(path)) {
      return file.parse(file.text(in.readNBytes(MAX_BYTES + 1)));
    } catch (IOException e) {
      throw file.unreadable(e);
    }
  }

  /** A resource of the class path. */
  static Layer read(Layer.Rank rank, URL url) {
    ConfigFile file = new ConfigFile(rank, url.toString(), true);
    try {
      URLConnection connection = url.openConnection();
      // otherwise a jar stays open, and in a daemon the next build reads the old one
      connection.setUseCaches(false);
      try (InputStream in = connection.getInputStream()) {
        return file.parse(file.text(in.readNBytes(MAX_BYTES + 1)));
      }
    } catch (IOException e) {
      throw file.unreadable(e);
    }
  }

  private String text(byte[] bytes) {
    if (bytes.length > MAX_BYTES) {
      throw invalid("is larger than 1 MiB");
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw invalid("is not UTF-8");
    }
  }

  Layer parse(String text) {
    boolean marked = !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK;
    Map<String, Setting> settings = new LinkedHashMap<>();
    Map<String, Integer> numbers = new HashMap<>();
    for (PropertiesReader.Line line :
        new PropertiesReader(label, marked ? text.substring(1) : text).lines()) {
      Setting setting = setting(line);
      Integer first = numbers.putIfAbsent(line.key(), line.number());
      if (first != null) {
        throw invalid(
            "gives " + setting.shownKey() + " twice, in lines " + first + " and " + line.number());
      }
      settings.put(line.key(), setting);
    }
    return new Layer(rank, label, trusted, settings);
  }

  private Setting setting(PropertiesReader.Line line) {
    String value = line.value().strip();
    boolean assigned = line.separated() && !value.isEmpty() && !value.equals("=");
    return new Setting(
        line.key(),
        value,
        label + ", line " + line.number(),
        assigned || KnownKeys.beginsLikeOne(line.key()));
  }

  private SecretsException unreadable(IOException e) {
    return SecretsException.of(
        ErrorCode.INVALID_CONFIGURATION,
        null,
        label + " cannot be read: " + e.getClass().getSimpleName(),
        false,
        e);
  }

  private SecretsException invalid(String why) {
    return SecretsException.of(ErrorCode.INVALID_CONFIGURATION, null, label + " " + why);
  }
}
