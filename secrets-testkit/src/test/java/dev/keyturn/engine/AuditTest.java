package dev.keyturn.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyturn.LiveSecret;
import dev.keyturn.Secrets;
import dev.keyturn.SecretsBuilder;
import dev.keyturn.model.ErrorCode;
import dev.keyturn.model.Rotation;
import dev.keyturn.model.SecretsObserver;
import dev.keyturn.testkit.InMemoryStore;
import dev.keyturn.testkit.ManualTime;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What observers and a flight recording tell, and that it is never a value. */
class AuditTest {
  private static final String CANARY = "canary-5f1c9a77e2";

  private final ManualTime time = new ManualTime();
  private final InMemoryStore store = new InMemoryStore(time);
  private final Witness witness = new Witness();
  private final Log log = new Log();
  private Secrets secrets = builder().build();

  private SecretsBuilder builder() {
    return Secrets.builder()
        .environment(Map.of())
        .time(time)
        .store("mem", store)
        .alias("db", "mem://db")
        .observer(witness);
  }

  @AfterEach
  void close() {
    secrets.close();
    log.close();
  }

  /** Writes down what it hears. */
  private static final class Witness implements SecretsObserver {
    final List<String> heard = new CopyOnWriteArrayList<>();
    final Set<Thread> threads = ConcurrentHashMap.newKeySet();

    private void hear(String what) {
      heard.add(what);
      threads.add(Thread.currentThread());
    }

    @Override
    public void onCall(Call call) {
      hear("call " + call.ref() + " " + call.store() + " " + call.cause()
          + call.version().map(v -> " " + v).orElse("")
          + call.failure().map(f -> " " + f).orElse(""));
    }

    @Override
    public void onRotation(Rotation rotation) {
      hear("rotation " + rotation.from() + " " + rotation.to());
    }

    @Override
    public void onOutageBegin(Outage outage) {
      hear("begin " + outage.store() + " " + outage.code() + " "
          + outage.lasted().isPresent());
    }

    @Override
    public void onOutageEnd(Outage outage) {
      hear("end " + outage.store() + " "
          + outage.lasted().map(Duration::toSeconds).orElse(-1L));
    }

    @Override
    public void onHandOut(HandOut handOut) {
      hear("out " + handOut.name() + " " + handOut.ref() + " " + handOut.version());
    }

    List<String> of(String kind) {
      return heard.stream().filter(what -> what.startsWith(kind)).toList();
    }
  }

  @Test
  void callsAreToldWithTheirCauseInOrderAndNeverOnACallersThread() {
    store.put("db", CANARY);
    LiveSecret live = secrets.live("db");
    live.get();
    time.awaitIdle();
    time.advance(Duration.ofMinutes(4));
    store.rotate("db", CANARY + "2");
    secrets.refresh("db");
    live.rejected(live.get());
    time.awaitIdle();
    secrets.find("mem://none");
    time.awaitIdle();
    assertThat(witness.of("call"))
        .containsExactly(
            "call mem://db mem MISS v1",
            "call mem://db mem REFRESH v1",
            "call mem://db mem REFRESH v2",
            "call mem://db mem REJECTED v2",
            "call mem://db?version=v1 mem REJECTED v1",
            "call mem://none mem MISS NOT_FOUND");
    assertThat(witness.of("rotation")).containsExactly("rotation v1 v2");
    assertThat(witness.threads).doesNotContain(Thread.currentThread());
    assertThat(witness.heard).noneMatch(what -> what.contains(CANARY));
  }

  @Test
  void theFirstHandOutOfEachVersionUnderEachNameIsTold() {
    store.put("db", "one");
    LiveSecret live = secrets.live("db");
    for (int i = 0; i < 3; i++) {
      secrets.get("db");
      secrets.get("mem://db");
      live.get();
      live.call(secret -> secret, e -> false);
      secrets.getAll(List.of("db"));
      secrets.getAsync("db").join();
    }
    store.rotate("db", "two");
    secrets.refresh("db");
    live.get();
    time.awaitIdle();
    assertThat(witness.of("out"))
        .containsExactlyInAnyOrder(
            "out db mem://db v1", "out mem://db mem://db v1", "out db mem://db v2");
  }

  @Test
  void whatOnlyACallHandsOutIsToldToo() {
    store.put("db", "one");
    secrets.live("db").call(secret -> secret, e -> false);
    time.awaitIdle();
    assertThat(witness.of("out")).containsExactly("out db mem://db v1");
  }

  @Test
  void everyHandOutIsToldWhereThatIsWanted() {
    secrets.close();
    secrets = builder().set("audit.hits", "true").build();
    store.put("db", "one");
    LiveSecret live = secrets.live("db");
    for (int i = 0; i < 5; i++) {
      secrets.get("db");
      live.get();
    }
    time.awaitIdle();
    assertThat(witness.of("out")).hasSize(10);
  }

  @Test
  void anOutageIsToldAtItsBeginAndAtItsEnd() {
    store.put("db", "one");
    LiveSecret live = secrets.live("db");
    live.get();
    store.failNext(ErrorCode.UNAVAILABLE, 3);
    time.advance(Duration.ofMinutes(10));
    assertThat(witness.of("begin")).containsExactly("begin mem UNAVAILABLE false");
    assertThat(witness.of("end")).hasSize(1);
    assertThat(witness.of("call")).contains("call mem://db mem REFRESH UNAVAILABLE");
  }

  @Test
  void anObserverThatThrowsCostsOneLineAndNobodyAnEvent() {
    secrets.close();
    SecretsObserver broken = new SecretsObserver() {
      @Override
      public void onCall(Call call) {
        throw new IllegalStateException(CANARY);
      }
    };
    secrets = Secrets.builder()
        .environment(Map.of())
        .time(time)
        .store("mem", store)
        .observer(broken)
        .observer(witness)
        .build();
    store.put("a", "1");
    store.put("b", "2");
    secrets.get("mem://a");
    secrets.get("mem://b");
    time.awaitIdle();
    assertThat(witness.of("call")).hasSize(2);
    assertThat(log.lines()).singleElement().asString().contains("observer").doesNotContain(CANARY);
  }

  @Test
  void aFlightRecordingHoldsTheEventsAndNoValue(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("recording.jfr");
    try (Recording recording = new Recording()) {
      recording.start();
      store.put("db", CANARY);
      LiveSecret live = secrets.live("db");
      live.call(secret -> secret.reveal().length(), e -> false);
      live.get();
      store.rotate("db", CANARY + "2");
      secrets.refresh("db");
      store.failNext(ErrorCode.UNAVAILABLE, 3);
      time.advance(Duration.ofMinutes(10));
      time.awaitIdle();
      recording.stop();
      recording.dump(file);
    }
    Map<String, Long> events = RecordingFile.readAllEvents(file).stream()
        .map(RecordedEvent::getEventType)
        .map(type -> type.getName())
        .filter(name -> name.startsWith("dev.keyturn."))
        .collect(Collectors.groupingBy(name -> name, Collectors.counting()));
    assertThat(events)
        .containsKeys("dev.keyturn.Call", "dev.keyturn.HandOut")
        .containsEntry("dev.keyturn.Rotation", 1L)
        .containsEntry("dev.keyturn.Outage", 2L);
    byte[] bytes = Files.readAllBytes(file);
    assertThat(new String(bytes, StandardCharsets.ISO_8859_1)).doesNotContain(CANARY);
    assertThat(new String(bytes, StandardCharsets.UTF_16LE)).doesNotContain(CANARY);
    assertThat(new String(bytes, StandardCharsets.UTF_16BE)).doesNotContain(CANARY);
  }
}
