package dev.keyturn.cli;

import dev.keyturn.model.SecretsObserver;
import java.util.Locale;

/** Says what happens; what {@code -v} adds. */
final class Narrator implements SecretsObserver {
  private final Surroundings surroundings;

  Narrator(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public void onCall(Call call) {
    String outcome = call.failure()
        .map(Object::toString)
        .orElse(call.version().map(version -> "version " + version).orElse("answered"));
    String cause = call.cause().name().toLowerCase(Locale.ROOT);
    surroundings.say(
        call.ref() + " (" + cause + "): " + outcome + ", " + call.duration().toMillis() + " ms");
  }

  @Override
  public void onOutageBegin(Outage outage) {
    surroundings.say("store " + outage.store() + " fails: " + outage.code());
  }

  @Override
  public void onOutageEnd(Outage outage) {
    surroundings.say("store " + outage.store() + " answers again");
  }
}
