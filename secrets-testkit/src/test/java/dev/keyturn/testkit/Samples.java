package dev.keyturn.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** Runs tests that must fail, as JUnit does. */
final class Samples {
  private Samples() {}

  /** Each failed test's name and failure. */
  static List<String> failuresOf(Class<?> tests) {
    SummaryGeneratingListener summary = new SummaryGeneratingListener();
    LauncherFactory.create()
        .execute(
            LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectClass(tests))
                .build(),
            summary);
    assertThat(summary.getSummary().getTestsFoundCount()).isPositive();
    return summary.getSummary().getFailures().stream()
        .map(failure -> failure.getTestIdentifier().getDisplayName() + " " + failure.getException())
        .toList();
  }
}
