package dev.keyturn.model;

import static dev.keyturn.model.Stored.AT;
import static dev.keyturn.model.Stored.REF;
import static dev.keyturn.model.Stored.secret;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.google.gson.Gson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever holds a value shows it to nobody who did not call reveal. */
class NoLeakTest {
  private static final String JSON = "{\"password\": \"" + Canary.VALUE + "\", \"n\": 1}";

  /** All that holds the value, in each of its shapes. */
  static Stream<Object> holders() {
    StoredSecret text = StoredSecret.of(Canary.VALUE).withVersion("7");
    StoredSecret json = StoredSecret.of(JSON);
    StoredSecret tree = StoredSecret.ofFields(Map.of("password", Canary.BYTES));
    return Stream.of(
        text,
        json,
        tree,
        secret(text),
        secret(text).withStaleReason(ErrorCode.TIMEOUT),
        secret(json),
        secret(json).field("password"),
        secret(tree),
        secret(tree).field("password"),
        Secret.of(REF.withField("password"), json, AT));
  }

  @ParameterizedTest
  @MethodSource("holders")
  void toStringAndFormattingDoNotShowIt(Object holder) {
    Canary.assertNotIn("toString", holder.toString());
    Canary.assertNotIn(
        "formatting", "%s %s %s".formatted(holder, List.of(holder), Optional.of(holder)));
    Canary.assertNotIn("a record", new Holder(holder).toString());
  }

  @ParameterizedTest
  @MethodSource("holders")
  void javaSerialisationIsRefused(Object holder) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      assertThatThrownBy(() -> out.writeObject(holder))
          .isInstanceOf(NotSerializableException.class);
    }
    Canary.assertNotIn("what was written", bytes.toByteArray());
  }

  @ParameterizedTest
  @MethodSource("holders")
  void jacksonDoesNotShowIt(Object holder) {
    ObjectMapper plain = new ObjectMapper();
    ObjectMapper curious = new ObjectMapper()
        .setVisibility(PropertyAccessor.ALL, Visibility.ANY)
        .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
        .findAndRegisterModules();

    for (ObjectMapper mapper : List.of(plain, curious)) {
      Canary.assertNotIn("Jackson", outcome(() -> mapper.writeValueAsString(holder)));
      Canary.assertNotIn(
          "Jackson", outcome(() -> mapper.writeValueAsString(Map.of("holder", holder))));
      Canary.assertNotIn(
          "Jackson", outcome(() -> mapper.convertValue(holder, Map.class).toString()));
    }
  }

  @ParameterizedTest
  @MethodSource("holders")
  void gsonDoesNotShowIt(Object holder) {
    Canary.assertNotIn("Gson", outcome(() -> new Gson().toJson(holder)));
    Canary.assertNotIn("Gson", outcome(() -> new Gson().toJson(new Holder(holder))));
  }

  @ParameterizedTest
  @MethodSource("holders")
  void noFailingAssertionShowsIt(Object holder) {
    Object other = secret("another");

    Canary.assertNotIn("JUnit", failure(() -> assertEquals(other, holder)));
    Canary.assertNotIn("isEqualTo", failure(() -> assertThat(holder).isEqualTo(other)));
    Canary.assertNotIn("isNull", failure(() -> assertThat(holder).isNull()));
    Canary.assertNotIn("contains", failure(() -> assertThat(List.of(holder)).contains(other)));
    Canary.assertNotIn(
        "containsEntry", failure(() -> assertThat(Map.of("a", holder)).containsEntry("a", other)));
    Canary.assertNotIn(
        "hasAllNullFieldsOrProperties",
        failure(() -> assertThat(holder).hasAllNullFieldsOrProperties()));
  }

  @Test
  void noFailingRecursiveComparisonShowsIt() {
    List<Object> holders = holders().toList();
    List<Object> others = List.of(
        StoredSecret.of("another"),
        StoredSecret.ofFields(Map.of("password", new byte[] {1})),
        secret("another"),
        secret(StoredSecret.ofFields(Map.of("password", new byte[] {1}))),
        secret("{\"a\":1}").field("a"));

    for (Object holder : holders) {
      for (Object other : others) {
        Canary.assertNotIn(
            "usingRecursiveComparison of " + holder + " and " + other,
            failure(() -> assertThat(holder).usingRecursiveComparison().isEqualTo(other)));
      }
    }
  }

  @Test
  void theCanaryWouldBeSeen() {
    for (String shown :
        List.of(Canary.VALUE, Arrays.toString(Canary.BYTES), new Gson().toJson(Canary.BYTES))) {
      assertThat(catchThrowable(() -> Canary.assertNotIn("here", shown)))
          .hasMessageContaining("here");
    }
  }

  /** What was written, or the whole of the failure. */
  private static String outcome(Writer writer) {
    try {
      return writer.write();
    } catch (Exception e) {
      return Traces.of(e);
    }
  }

  private static String failure(Runnable assertion) {
    Throwable failure = catchThrowable(assertion::run);
    assertThat(failure).as("the assertion holds").isInstanceOf(AssertionError.class);
    return Traces.of(failure);
  }

  @FunctionalInterface
  private interface Writer {
    String write() throws Exception;
  }

  private record Holder(Object held) {}
}
