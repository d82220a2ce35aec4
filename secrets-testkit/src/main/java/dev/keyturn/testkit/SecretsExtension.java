package dev.keyturn.testkit;

import static java.util.Objects.requireNonNull;

import dev.keyturn.Secrets;
import dev.keyturn.SecretsBuilder;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives each test a {@link Secrets}, an {@link InMemoryStore} and a {@link ManualTime} that belong
 * together, and a {@link SecretsBuilder} for more of the first. For JUnit 5.12 and newer, and 6.
 *
 * <pre>{@code
 * @ExtendWith(SecretsExtension.class)
 * class DeployTest {
 *   @Test
 *   void sendsTheToken(Secrets secrets, InMemoryStore store) {
 *     store.put("deploy-token", "a-token-of-this-test");
 *     new Deploy(secrets).run();
 *     assertThat(store.fetches("deploy-token")).isEqualTo(1);
 *   }
 * }
 * }</pre>
 *
 * <p>Every name that is not configured means a secret of the store: {@code deploy-token} is {@code
 * mem://deploy-token}. The environment is empty, no file is read. After the test the {@code Secrets} are
 * closed, and the test fails if
 *
 * <ul>
 *   <li>one made with a builder was used and is still open,
 *   <li>a task or timer threw,
 *   <li>a value of 8 bytes or more that was put into the store shows in {@code System.out}, {@code
 *       System.err}, or what goes to {@code java.util.logging}, where {@code System.Logger} writes too.
 * </ul>
 *
 * <p>Parameters are given to constructors and methods, once for each test; not to what belongs to a whole
 * class. Tests may run in parallel: then each is checked for the output of all that run meanwhile.
 */
public final class SecretsExtension
    implements BeforeEachCallback, AfterEachCallback, ParameterResolver {
  private static final Map<Class<?>, Function<Kit, Object>> PARAMETERS = Map.of(
      Secrets.class,
      Kit::secrets,
      SecretsBuilder.class,
      Kit::builder,
      InMemoryStore.class,
      kit -> kit.store,
      ManualTime.class,
      kit -> kit.time);

  private final ExtensionContext.Namespace namespace =
      ExtensionContext.Namespace.create(SecretsExtension.class, this);
  private final List<Kit> running = new CopyOnWriteArrayList<>();
  private final Consumer<SecretsBuilder> setup;
  private volatile boolean mindOutput = true;

  /** Makes an extension that configures nothing, as {@code @ExtendWith} does. */
  public SecretsExtension() {
    this(builder -> {});
  }

  /**
   * Makes an extension, for {@code @RegisterExtension}.
   *
   * @param setup says the same to every builder before it is used: aliases, an environment, stores
   */
  public SecretsExtension(Consumer<SecretsBuilder> setup) {
    this.setup = setup;
  }

  /**
   * Lets values show in the output, for a program whose task is to write them there.
   *
   * @return this extension
   */
  public SecretsExtension allowOutput() {
    mindOutput = false;
    return this;
  }

  /**
   * Makes a builder for one more {@code Secrets} with the store and the clock of the test that runs.
   *
   * @return a builder for one {@code Secrets}, which the test closes
   * @throws IllegalStateException if no test runs, or another thread's, besides others, does; such a test
   *     takes the builder as a parameter
   */
  public SecretsBuilder builder() {
    List<Kit> kits = List.copyOf(running);
    List<Kit> mine = kits.stream().filter(Kit::isOwnedByThisThread).toList();
    List<Kit> candidates = mine.isEmpty() ? kits : mine;
    if (candidates.size() != 1) {
      throw new IllegalStateException(candidates.size()
          + " tests are running; take a SecretsBuilder as a parameter of the test");
    }
    return candidates.get(0).builder();
  }

  /** {@inheritDoc} */
  @Override
  public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext root) {
    return ExtensionContextScope.TEST_METHOD;
  }

  /** {@inheritDoc} */
  @Override
  public void beforeEach(ExtensionContext context) {
    running.add(kit(context));
  }

  /**
   * Closes what the test was given and looks whether anything was left behind.
   *
   * @throws AssertionError if so
   */
  @Override
  public void afterEach(ExtensionContext context) {
    Kit kit = kit(context);
    running.remove(kit);
    kit.end(mindOutput);
  }

  /** {@inheritDoc} */
  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return PARAMETERS.containsKey(parameter.getParameter().getType());
  }

  /**
   * Gives a parameter.
   *
   * @return what belongs to the test
   * @throws ParameterResolutionException if the parameter belongs to a whole class
   */
  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    if (context.getTestMethod().isEmpty()) {
      throw new ParameterResolutionException(
          type.getSimpleName() + " belongs to one test; a whole class cannot be given it");
    }
    return requireNonNull(PARAMETERS.get(type), "supported").apply(kit(context));
  }

  private Kit kit(ExtensionContext context) {
    return context
        .getStore(namespace)
        .getOrComputeIfAbsent(Kit.class, key -> new Kit(setup), Kit.class);
  }
}
