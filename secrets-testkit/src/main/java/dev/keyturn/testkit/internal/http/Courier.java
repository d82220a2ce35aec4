package dev.keyturn.testkit.internal.http;

import com.sun.net.httpserver.HttpExchange;
import dev.keyturn.spi.TimeSource;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;

/** Sends answers: whole, cut, drop by drop, late or never. Waits only by timers. */
final class Courier {
  private static final int NO_BODY = -1;

  private final Faults faults;
  private final TimeSource time;

  Courier(Faults faults, TimeSource time) {
    this.faults = faults;
    this.time = time;
  }

  /**
   * An answer that is sent at once is counted before that, so that who has it finds it counted; one
   * that waits for a timer is counted when the timer is set, so that who finds it counted may move the
   * clock.
   */
  void deliver(HttpExchange exchange, Call call) {
    Faults.Plan plan = faults.plan(call);
    if (!plan.delay().isZero()) {
      later(plan.delay(), () -> send(exchange, call, plan.effect()));
      faults.count(call);
    } else if (plan.effect().manner() == Effect.Manner.DRIP) {
      send(exchange, call, plan.effect());
      faults.count(call);
    } else {
      faults.count(call);
      send(exchange, call, plan.effect());
    }
  }

  private void later(Duration delay, Runnable task) {
    // a timer must not block, and a socket may
    time.schedule(delay, () -> time.execute(task));
  }

  private void send(HttpExchange exchange, Call call, Effect effect) {
    if (effect.manner() == Effect.Manner.NEVER) {
      return;
    }
    try {
      Answer answer = answer(call, effect);
      byte[] body = answer.body();
      switch (effect.manner()) {
        case CUT -> body(exchange, begin(exchange, answer), Arrays.copyOf(body, body.length / 2));
        case DRIP -> drip(exchange, begin(exchange, answer), body, 0, effect.pace());
        default -> body(exchange, begin(exchange, answer), body);
      }
    } catch (IOException e) {
      exchange.close(); // the client has gone: that is its own affair
    }
  }

  private static Answer answer(Call call, Effect effect) {
    try {
      return effect.answer().apply(call);
    } catch (RuntimeException e) {
      // our own mistake; its message may hold what was asked
      String place = e.getClass().getName() + " at " + e.getStackTrace()[0];
      byte[] text = ("the emulator failed: " + place).getBytes(StandardCharsets.UTF_8);
      return new Answer(500, Map.of("Content-Type", "text/plain"), text);
    }
  }

  private static OutputStream begin(HttpExchange exchange, Answer answer) throws IOException {
    answer.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
    int length = answer.body().length;
    exchange.sendResponseHeaders(answer.status(), length == 0 ? NO_BODY : length);
    return exchange.getResponseBody();
  }

  /** Closing before all that was announced is sent closes the connection. */
  private static void body(HttpExchange exchange, OutputStream out, byte[] bytes)
      throws IOException {
    out.write(bytes);
    out.flush();
    exchange.close();
  }

  private void drip(HttpExchange exchange, OutputStream out, byte[] body, int sent, Duration pace) {
    if (sent == body.length) {
      exchange.close();
      return;
    }
    later(pace, () -> {
      try {
        out.write(body[sent]);
        out.flush();
        drip(exchange, out, body, sent + 1, pace);
      } catch (IOException e) {
        exchange.close();
      }
    });
  }
}
