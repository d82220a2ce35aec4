package dev.keyturn.testkit;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.keyturn.testkit.StoreHarness.Ability;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;

/** The contract's word on what a store cannot do: each is a test of its own, named by the reason. */
abstract class DeclaringContract extends ContractPart {
  @TestFactory
  Stream<DynamicTest> declaresWhatItCannotDo() {
    Map<Ability, String> reasons = new TreeMap<>(harness.cannot());
    return reasons.entrySet().stream()
        .map(declared -> declared(declared.getKey(), declared.getValue()));
  }

  private DynamicTest declared(Ability ability, String reason) {
    String name = "cannot " + ability + ": " + reason;
    return dynamicTest(name, () -> {
      System.out.println(name); // for reports that number such tests instead of naming them
      assertFalse(reason.isBlank(), "cannot() gives a reason");
      assertDeclared(ability);
    });
  }

  private void assertDeclared(Ability ability) {
    switch (ability) {
      case VERSIONS ->
        assertRefused(harness.ref("name").withVersion(harness.unknownVersion()), "a version");
      case DELETE -> assertCannot(ability, () -> harness.delete("value"));
      case DENY -> assertCannot(ability, () -> harness.deny("value"));
      case OUTAGE -> assertCannot(ability, harness::breakDown);
      case BLACK_HOLE -> assertCannot(ability, harness::hang);
      case EMPTY, LARGE, NUL, BINARY ->
        assertCannot(ability, () -> harness.put("value", value(ability)));
      case INTERRUPT -> {
        // a fetch that ends when interrupted harms nobody
      }
    }
  }

  private static void assertCannot(Ability ability, Executable action) {
    assertThrows(
        UnsupportedOperationException.class,
        action,
        "cannot() declares " + ability + ", and yet it can be done");
  }

  /** A value that not every store can hold. */
  static byte[] value(Ability ability) {
    return switch (ability) {
      case EMPTY -> new byte[0];
      case LARGE -> large();
      case NUL -> "a\0b\0".getBytes(StandardCharsets.UTF_8);
      case BINARY -> binary();
      default -> throw new IllegalArgumentException(ability + " is about no value");
    };
  }

  private static byte[] large() {
    byte[] large = new byte[64 * 1024];
    Arrays.fill(large, (byte) 'x');
    return large;
  }

  private static byte[] binary() {
    byte[] binary = new byte[256];
    for (int i = 0; i < binary.length; i++) {
      binary[i] = (byte) (255 - i);
    }
    return binary;
  }
}
