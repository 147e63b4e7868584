package dev.chatsway.standalone.redis;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

final class RedisWatchTest {

  @Test
  void thePausesDoubleUpToFifteenSeconds() {
    assertThat(IntStream.rangeClosed(1, 7).mapToObj(RedisWatch::pause))
        .containsExactly(
            ofMillis(500),
            ofSeconds(1),
            ofSeconds(2),
            ofSeconds(4),
            ofSeconds(8),
            ofSeconds(15),
            ofSeconds(15));
    assertThat(RedisWatch.pause(Integer.MAX_VALUE)).isEqualTo(ofSeconds(15));
  }

  @Test
  void oneThatCannotBeStartedIsTriedAgainAfterAPauseAndToldOnce() throws Exception {
    var ended = new ProcessBuilder("true").start();
    ended.waitFor();
    var attempts = new ArrayList<Long>();
    var logged = new ListAppender<ILoggingEvent>();
    logged.start();
    var logger = (Logger) LoggerFactory.getLogger(RedisWatch.class);
    logger.addAppender(logged);
    var watch = new RedisWatch(
        new RedisProcess(ended.toHandle()),
        () -> {
          attempts.add(System.nanoTime());
          throw new IOException("not yet");
        },
        Path.of("redis.log"));

    await().pollInSameThread().pollInterval(ofMillis(20)).until(() -> {
      watch.run();
      return attempts.size() == 3;
    });

    logger.detachAppender(logged);
    assertThat(attempts.get(1) - attempts.get(0)).isGreaterThan(ofMillis(500).toNanos());
    assertThat(attempts.get(2) - attempts.get(1)).isGreaterThan(ofSeconds(1).toNanos());
    assertThat(logged.list)
        .singleElement()
        .extracting(ILoggingEvent::getFormattedMessage)
        .isEqualTo(
            "The embedded Redis has ended; starting it again on the same data. Its log: redis.log");
  }
}
