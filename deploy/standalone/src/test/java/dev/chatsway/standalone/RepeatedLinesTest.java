package dev.chatsway.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.spi.FilterReply;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RepeatedLinesTest {

  private final LoggerContext context = new LoggerContext();
  private final RepeatedLines lines = new RepeatedLines();

  @Test
  void aLineComesTenTimesAMinuteWhateverIsFilledIn() {
    assertThat(through("a", Level.ERROR, "it failed: {}", 0, 5_000)).isEqualTo(10);
    assertThat(through("a", Level.ERROR, "it failed: {}", 59, 100)).isZero();
    assertThat(through("a", Level.ERROR, "it failed: {}", 60, 100)).isEqualTo(10);
  }

  @Test
  void linesThatSayAnotherThingAreNotLeftOutForIt() {
    assertThat(through("a", Level.WARN, "one", 0, 50)).isEqualTo(10);
    assertThat(through("a", Level.INFO, "another", 0, 10)).isEqualTo(10);
    assertThat(through("b", Level.WARN, "one", 0, 10)).isEqualTo(10);
  }

  @Test
  void theAuditAndWhatWasAskedForIsComplete() {
    assertThat(through("chatsway.audit", Level.INFO, "{}: {} from {}", 0, 50)).isEqualTo(50);
    assertThat(through("a", Level.DEBUG, "a vote", 0, 50)).isEqualTo(50);
  }

  @Test
  void whatIsRememberedIsBounded() {
    IntStream.range(0, 100_000).forEach(i -> through("a", Level.WARN, "text " + i, 0, 1));
    assertThat(through("a", Level.WARN, "one", 0, 50)).isEqualTo(10);
  }

  /** How many of so many equal lines, said at that second, are let through. */
  private long through(String logger, Level level, String message, long second, int times) {
    Logger of = context.getLogger(logger);
    return IntStream.range(0, times)
        .filter(i -> {
          var event = new LoggingEvent("", of, level, message, null, new Object[] {i});
          event.setInstant(Instant.ofEpochSecond(1_000_000 + second));
          return lines.decide(event) == FilterReply.NEUTRAL;
        })
        .count();
  }
}
