package dev.keyturn.internal;

import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The command's way behind the front door: it shows what is configured, and what is configured is no
 * business of the API's users. The front door, which this package cannot see, says how to get there.
 */
public final class Inside {
  private static volatile @Nullable Function<Object, Engine> door;

  private Inside() {}

  /**
   * Called once by the front door.
   *
   * @param opener gives the engine of a {@code Secrets}
   */
  public static void door(Function<Object, Engine> opener) {
    door = opener;
  }

  /**
   * Looks at the engine.
   *
   * @param secrets a {@code Secrets}
   * @return its engine
   */
  public static Engine engine(Object secrets) {
    return Objects.requireNonNull(door, "door").apply(secrets);
  }
}
