package dev.keyturn.internal;

import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.Rotation;
import dev.keyturn.model.SecretsObserver;
import java.time.Duration;
import jdk.jfr.Category;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** Writes what happens into a flight recording. None of the events has a place for a value. */
@SuppressWarnings("UnusedVariable") // the recorder reads the fields of an event
final class JfrObserver implements SecretsObserver {
  static boolean isRecording() {
    return jdk.jfr.FlightRecorder.isInitialized();
  }

  @Override
  public void onCall(Call call) {
    CallEvent event = new CallEvent();
    event.ref = call.ref().toString();
    event.store = call.store();
    event.cause = call.cause().name();
    event.version = call.version().orElse("");
    event.outcome = call.failure().map(ErrorCode::name).orElse("OK");
    event.lasted = call.duration().toNanos();
    event.commit();
  }

  @Override
  public void onRotation(Rotation rotation) {
    RotationEvent event = new RotationEvent();
    event.ref = rotation.ref().toString();
    event.from = rotation.from();
    event.to = rotation.to();
    event.commit();
  }

  @Override
  public void onOutageBegin(Outage outage) {
    write(outage, true);
  }

  @Override
  public void onOutageEnd(Outage outage) {
    write(outage, false);
  }

  private static void write(Outage outage, boolean begins) {
    OutageEvent event = new OutageEvent();
    event.store = outage.store();
    event.code = outage.code().name();
    event.begins = begins;
    event.lasted = outage.lasted().map(Duration::toNanos).orElse(0L);
    event.commit();
  }

  @Override
  public void onHandOut(HandOut handOut) {
    HandOutEvent event = new HandOutEvent();
    event.secretName = handOut.name();
    event.ref = handOut.ref().toString();
    event.version = handOut.version();
    event.commit();
  }

  @Name("dev.keyturn.Call")
  @Label("Call to a secret store")
  @Category("Keyturn")
  @StackTrace(false)
  private static final class CallEvent extends Event {
    @Label("Reference")
    String ref = "";

    @Label("Store")
    String store = "";

    @Label("Cause")
    String cause = "";

    @Label("Version")
    String version = "";

    @Label("Outcome")
    String outcome = "";

    @Label("Lasted")
    @Timespan
    long lasted;
  }

  @Name("dev.keyturn.Rotation")
  @Label("Secret rotated")
  @Category("Keyturn")
  @StackTrace(false)
  private static final class RotationEvent extends Event {
    @Label("Reference")
    String ref = "";

    @Label("From")
    String from = "";

    @Label("To")
    String to = "";
  }

  @Name("dev.keyturn.Outage")
  @Label("Secret store outage")
  @Category("Keyturn")
  @StackTrace(false)
  private static final class OutageEvent extends Event {
    @Label("Store")
    String store = "";

    @Label("Code")
    String code = "";

    @Label("Begins")
    boolean begins;

    @Label("Lasted")
    @Timespan
    long lasted;
  }

  @Name("dev.keyturn.HandOut")
  @Label("Secret handed out")
  @Category("Keyturn")
  @StackTrace(false)
  private static final class HandOutEvent extends Event {
    @Label("Name")
    String secretName = "";

    @Label("Reference")
    String ref = "";

    @Label("Version")
    String version = "";
  }
}
