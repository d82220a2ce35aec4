package dev.keyturn.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code keyturn demo}: the library at work, with stores of its own. */
@Command(
    name = "demo",
    description = {
      "Shows secrets of every kind of store being fetched, rotated and picked up, in a few seconds.",
      "Makes its own stores and values, and reads no configuration."
    })
final class DemoCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  DemoCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws InterruptedException {
    try (DemoStores stores = new DemoStores()) {
      new Demo(stores, surroundings::print).run();
      return ExitCode.OK;
    } catch (IOException e) {
      throw CommandFailure.output("the demo cannot write to the directory for temporary files");
    }
  }
}
