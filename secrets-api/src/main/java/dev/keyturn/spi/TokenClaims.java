package dev.keyturn.spi;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What a token says of itself, unverified: that is the service's part. Never throws. */
final class TokenClaims {
  private static final JsonFactory JSON = new JsonFactory();
  private static final int MAX_SHOWN = 200;

  private final Map<String, String> texts = new LinkedHashMap<>();
  private final List<String> audiences = new ArrayList<>();

  private TokenClaims() {}

  static TokenClaims of(String token) {
    TokenClaims claims = new TokenClaims();
    String[] parts = token.split("\\.", -1);
    if (parts.length == 3) {
      try (JsonParser json = JSON.createParser(Base64.getUrlDecoder().decode(parts[1]))) {
        claims.read(json);
      } catch (IOException | IllegalArgumentException e) {
        return new TokenClaims();
      }
    }
    return claims;
  }

  private void read(JsonParser json) throws IOException {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      return;
    }
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      switch (name) {
        case "iss", "sub" -> texts.put(name, json.getValueAsString(""));
        case "exp" -> texts.put(name, value.isNumeric() ? time(json.getLongValue()) : "");
        case "aud" -> readAudiences(json);
        default -> {}
      }
      json.skipChildren();
    }
  }

  private static String time(long seconds) {
    return seconds < 0 || seconds > Instant.MAX.getEpochSecond()
        ? ""
        : Instant.ofEpochSecond(seconds).toString();
  }

  private void readAudiences(JsonParser json) throws IOException {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      audiences.add(json.getValueAsString(""));
      return;
    }
    while (json.nextToken() != JsonToken.END_ARRAY) {
      audiences.add(json.getValueAsString(""));
      json.skipChildren();
    }
  }

  List<String> audiences() {
    return audiences;
  }

  @Override
  public String toString() {
    Map<String, String> shown = new LinkedHashMap<>(texts);
    shown.put("aud", String.join(" ", audiences));
    String text = shown.entrySet().stream()
        .filter(claim -> !claim.getValue().isEmpty())
        .map(claim -> claim.getKey() + " " + cut(claim.getValue()))
        .sorted()
        .collect(Collectors.joining(", "));
    return text.isEmpty() ? "no readable claims" : text;
  }

  private static String cut(String text) {
    return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "…";
  }
}
