package dev.chatsway.standalone.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.chatsway.gateway.Message;
import dev.chatsway.redis.RedisCluster;
import dev.chatsway.redis.RedisSentinels;
import dev.chatsway.redis.RedisServer;
import dev.chatsway.redis.SettableClock;
import dev.chatsway.standalone.e2e.Notification;
import dev.chatsway.standalone.e2e.Running;
import dev.chatsway.standalone.e2e.Site;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** A replica takes over whose clock is not the one by which its primary wrote. */
@Tag("faults")
final class ClockIT {

  private static final double RATE = 0.2;
  private static final double DELTA = 40;
  private static final double ROUNDING = 0.006;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** A value is that of a moment so long before it was received, at most. */
  private static final Duration UNDER_WAY = Duration.ofMillis(400);

  @TempDir
  Path temp;

  @ParameterizedTest
  @ValueSource(ints = {-2, 2})
  void aClockThatJumpsMovesNoValueAwayFromNeutral(int seconds) throws Exception {
    try (var sentinels = RedisSentinels.start()) {
      SettableClock.skew(sentinels.primary(), Duration.ofSeconds(-seconds));
      try (var process = Running.onRedis(temp, sentinels.uri())) {
        var site = Site.at(process.url());
        var session = site.create(
            "6201",
            "{\"voteDelta\":" + DELTA + ",\"decayRate\":" + RATE + ",\"debounceMillis\":0}");
        try (var watchers = Watchers.of(site, session)) {
          var sent = System.nanoTime();
          assertThat(site.send(Notification.of("6201", "a", "+"))).isEqualTo(204);
          var counted = System.nanoTime();
          var shown = watchers.plain().await(0, message -> isAbove(DELTA / 2, message));
          failOver(sentinels);

          var settled = watchers
              .plain()
              .await(shown.at() + 1, told -> isAfterTheFailover(watchers, told), PATIENCE);
          assertThat(settled.value())
              .isGreaterThan(left(settled.at() - sent, seconds) - ROUNDING)
              .isLessThan(left(settled.at() - counted - UNDER_WAY.toNanos(), seconds) + ROUNDING);
          var decaying = watchers
              .plain()
              .await(settled.at(), told -> told.hasValue() && told.value() < DELTA - 1, PATIENCE);
          assertNeverAway(watchers.plain().between(shown.at(), decaying.at() + 1));
          await().atMost(PATIENCE).until(() -> site.send(Notification.of("6201", "b", "+")) == 204);
          watchers.plain().await(decaying.at(), told -> isAbove(DELTA, told), PATIENCE);
          watchers
              .page()
              .await(decaying.at(), told -> told.is("value") && told.value() > DELTA, PATIENCE);
        }
      }
    }
  }

  /** Kills the primary, and gives the replica that takes over the true clock. */
  static void failOver(RedisSentinels sentinels) {
    sentinels.awaitInStep();
    sentinels.primary().kill();
    await()
        .atMost(PATIENCE)
        .ignoreException(JedisConnectionException.class)
        .until(() -> isPrimary(sentinels.replica()));
    await() // the Sentinel cuts off all who spoke to it as a replica, us too
        .ignoreException(JedisConnectionException.class)
        .until(() -> hasTheTrueClock(sentinels.replica()));
  }

  private static boolean hasTheTrueClock(RedisServer server) {
    SettableClock.skew(server, Duration.ZERO);
    return true;
  }

  /** What is left of the first vote after so many nanoseconds, on a clock that jumped by so many seconds. */
  private static double left(long nanos, int seconds) {
    return DELTA * Math.exp(-RATE * Math.max(0, nanos / 1e9 + seconds));
  }

  /** Whether it came after the clients had been told of the failover. */
  private static boolean isAfterTheFailover(Watchers watchers, Message message) {
    return message.hasValue()
        && watchers.plain().messages().stream()
            .anyMatch(told -> told.status().equals("degraded") && told.at() < message.at());
  }

  private static boolean isAbove(double value, Message message) {
    return message.hasValue() && message.value() > value;
  }

  /** From the vote on no value is larger than the one before it, and none beyond neutral. */
  private static void assertNeverAway(List<Message> messages) {
    var values = messages.stream().filter(Message::hasValue).map(Message::value).toList();
    assertThat(values).isNotEmpty();
    assertThat(values.get(0)).isLessThan(DELTA + ROUNDING);
    for (var i = 1; i < values.size(); i++) {
      assertThat(values.get(i)).isBetween(0.0, values.get(i - 1));
    }
  }

  private static boolean isPrimary(RedisServer server) {
    var role = (List<?>) RedisCluster.ask(server, new CommandArguments(Command.ROLE));
    return text(role.get(0)).equals("master");
  }

  private static String text(Object reply) {
    return reply instanceof byte[] bytes
        ? new String(bytes, StandardCharsets.US_ASCII)
        : String.valueOf(reply);
  }
}
