package dev.keyturn.cli;

import dev.keyturn.Secrets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code keyturn check}: whether everything that is configured can be had; values are never shown. */
@Command(
    name = "check",
    description = "Says of every configured secret whether it can be had. Shows no value.")
final class CheckCommand implements Callable<Integer> {
  private final CommonOptions common;

  @Parameters(paramLabel = "NAME", arity = "0..*", description = "Only these names or references.")
  private List<String> texts = new ArrayList<>();

  CheckCommand(CommonOptions common) {
    this.common = common;
  }

  @Override
  public Integer call() {
    try (Secrets secrets = common.open()) {
      List<String> asked = texts.isEmpty() ? Names.all(secrets) : texts;
      if (asked.isEmpty()) {
        common.surroundings().say("nothing to check: no secret.NAME is configured");
        return ExitCode.OK;
      }
      List<Finding> findings = Finding.all(secrets, asked);
      Table table = new Table("NAME", "RESULT", "NOTE");
      findings.forEach(finding -> table.row(finding.label(), finding.result(), finding.note()));
      common.surroundings().print(table.toString());
      return ExitCode.ofAll(findings.stream().flatMap(f -> f.failure().stream()).toList());
    }
  }
}
