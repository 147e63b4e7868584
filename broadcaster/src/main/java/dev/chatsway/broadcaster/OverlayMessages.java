package dev.chatsway.broadcaster;

import dev.chatsway.session.LiveRound;
import dev.chatsway.session.LiveState;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Encodes the messages of both protocols (docs/interface.md, section 5). Caches the constant frames, and each of the
 * 20,001 values of the default protocol once it has occurred. Not thread-safe.
 */
final class OverlayMessages {
  private static final int MAX_CENTS = 100_00;

  private final FrameEncoder encoder;
  private final String helloStart;
  private final @Nullable Frame[] values = new @Nullable Frame[2 * MAX_CENTS + 1];
  private final Frame noValue;
  private final Frame active;
  private final Frame degraded;

  /** @param build the name of this build; no quotes, backslashes or control characters */
  OverlayMessages(FrameEncoder encoder, Duration tick, String build) {
    if (build.chars().anyMatch(c -> c < ' ' || c == '"' || c == '\\')) {
      throw new IllegalArgumentException(
          "build is '" + build + "': quotes, backslashes and control characters are not allowed");
    }
    this.encoder = encoder;
    helloStart = "{\"type\":\"hello\",\"tickMillis\":" + tick.toMillis() + ",\"build\":\"" + build
        + "\",\"settings\":";
    noValue = encoder.encode("{\"status\":\"degraded\"}");
    active = encoder.encode("{\"type\":\"status\",\"status\":\"active\"}");
    degraded = encoder.encode("{\"type\":\"status\",\"status\":\"degraded\"}");
  }

  /** Default protocol: a value in [-100, 100], rounded to two decimals, halves away from zero. */
  Frame value(double value) {
    if (!(value >= -100 && value <= 100)) {
      throw new IllegalArgumentException("value is " + value + "; allowed: -100 to 100");
    }
    int magnitude = (int) Math.round(Math.abs(value) * 100);
    int cents = value < 0 ? -magnitude : magnitude;
    Frame known = values[cents + MAX_CENTS];
    if (known != null) {
      return known;
    }
    Frame frame = encoder.encode("{\"value\":" + decimal(cents) + ",\"status\":\"active\"}");
    values[cents + MAX_CENTS] = frame;
    return frame;
  }

  /** Default protocol: there is no value to show. */
  Frame noValue() {
    return noValue;
  }

  /** chatsway.v2: the first message. */
  Frame hello(String settings) {
    return encoder.encode(helloStart + settings + "}");
  }

  /** chatsway.v2: the public settings have changed. */
  Frame settings(String settings) {
    return encoder.encode("{\"type\":\"settings\",\"settings\":" + settings + "}");
  }

  /** chatsway.v2: the curve as it runs from now on. */
  Frame curve(LiveState state) {
    LiveRound round = state.round();
    String ofRound = round == null ? "" : ",\"round\":" + RoundMessage.of(round, state.now());
    return encoder.encode("{\"type\":\"value\",\"value\":" + finite(state.value())
        + ",\"for\":" + finite(state.forTally())
        + ",\"against\":" + finite(state.againstTally())
        + ",\"decayRate\":" + finite(state.decayRate())
        + ",\"revision\":" + state.revision()
        + ",\"forVotes\":" + state.forVotes()
        + ",\"againstVotes\":" + state.againstVotes() + ofRound + "}");
  }

  /** chatsway.v2: values are live (again). */
  Frame active() {
    return active;
  }

  /** chatsway.v2: values cannot be read. */
  Frame degraded() {
    return degraded;
  }

  /** The last message. */
  Frame bye(Protocol protocol, CloseReason reason) {
    String start = protocol == Protocol.V2 ? "{\"type\":\"bye\"" : "{\"status\":\"closed\"";
    return encoder.encode(
        start + ",\"reason\":\"" + reason.word + "\",\"reconnect\":" + reason.reconnect + "}");
  }

  private static String decimal(int cents) {
    int magnitude = Math.abs(cents);
    int fraction = magnitude % 100;
    return (cents < 0 ? "-" : "") + magnitude / 100 + (fraction < 10 ? ".0" : ".") + fraction;
  }

  private static double finite(double number) {
    if (!Double.isFinite(number)) { // JSON cannot express it
      throw new IllegalArgumentException(
          "a reading holds " + number + ": only finite numbers are allowed");
    }
    return number;
  }
}
