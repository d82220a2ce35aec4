package dev.keyturn.docs;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** The process in which the compiled blocks run: a fragment, a program or a test each. */
public final class RunSnippets {
  private RunSnippets() {}

  /**
   * Runs the classes in turn and prints the name of each that succeeded.
   *
   * @param classNames the classes
   * @throws Exception what the first one threw that failed
   */
  public static void main(String[] classNames) throws Exception {
    for (String name : classNames) {
      run(Class.forName(name));
      System.out.println("ran " + name);
    }
  }

  private static void run(Class<?> type) throws Exception {
    if (Given.class.isAssignableFrom(type)) {
      try (Given fragment = (Given) type.getDeclaredConstructor().newInstance()) {
        fragment.run();
      }
    } else if (isTest(type)) {
      test(type);
    } else {
      var main = type.getDeclaredMethod("main", String[].class);
      main.setAccessible(true);
      main.invoke(null, (Object) new String[0]);
    }
  }

  private static boolean isTest(Class<?> type) {
    return Arrays.stream(type.getDeclaredMethods())
        .anyMatch(method -> method.isAnnotationPresent(Test.class));
  }

  private static void test(Class<?> type) {
    SummaryGeneratingListener result = new SummaryGeneratingListener();
    LauncherFactory.create()
        .execute(
            LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(type))
                .build(),
            result);
    if (result.getSummary().getTestsSucceededCount() == 0
        || result.getSummary().getTotalFailureCount() > 0) {
      result
          .getSummary()
          .printFailuresTo(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
      throw new AssertionError(type.getName() + " failed");
    }
  }
}
