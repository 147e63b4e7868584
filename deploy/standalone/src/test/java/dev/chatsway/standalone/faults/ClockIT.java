package dev.chatsway.standalone.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.chatsway.redis.RedisCluster;
import dev.chatsway.redis.RedisSentinels;
import dev.chatsway.redis.RedisServer;
import dev.chatsway.redis.SettableClock;
import dev.chatsway.standalone.e2e.Message;
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

/** A replica takes over whose clock is not its primary's. Both clocks stand still but for what the test sets. */
@Tag("faults")
final class ClockIT {

  private static final double START_MICROS = 1.8e15;
  private static final double RATE = 0.2;
  private static final double DELTA = 40;
  private static final double ROUNDING = 0.006;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir
  Path temp;

  @ParameterizedTest
  @ValueSource(ints = {-2, 2})
  void aClockThatJumpsMovesNoValueAwayFromNeutral(int seconds) throws Exception {
    try (var sentinels = RedisSentinels.start()) {
      var clock = SettableClock.on(sentinels.primary());
      clock.set(START_MICROS);
      try (var process = Running.onRedis(temp, sentinels.uri())) {
        var site = Site.at(process.url());
        var session = site.create(
            "6201",
            "{\"voteDelta\":" + DELTA + ",\"decayRate\":" + RATE + ",\"debounceMillis\":0}");
        try (var watchers = Watchers.of(site, session)) {
          assertThat(site.send(Notification.of("6201", "a", "+"))).isEqualTo(204);
          var shown = watchers.plain().await(0, message -> isAbout(DELTA, message));
          clock.set(START_MICROS + 1); // which the replica has after everything else
          await()
              .until(() -> text(sentinels.replica().client().get("chatsway:{0}:clock"))
                  .equals(String.format("%.0f", START_MICROS + 1)));

          sentinels.primary().kill();
          await()
              .atMost(PATIENCE)
              .ignoreException(JedisConnectionException.class)
              .until(() -> isPrimary(sentinels.replica()));
          await() // the Sentinel cuts off all who spoke to it as a replica, us too
              .ignoreException(JedisConnectionException.class)
              .until(() -> set(sentinels.replica(), START_MICROS + seconds * 1e6));

          var left = DELTA * Math.exp(-RATE * Math.max(0, seconds));
          var settled = watchers
              .plain()
              .await(shown.at() + 1, told -> isAfter(watchers, told, left), PATIENCE);
          assertNeverAway(watchers.plain().between(shown.at(), settled.at() + 1));
          await().atMost(PATIENCE).until(() -> site.send(Notification.of("6201", "b", "+")) == 204);
          watchers.plain().await(settled.at(), message -> isAbout(left + DELTA, message), PATIENCE);
          watchers
              .page()
              .await(
                  settled.at(),
                  message ->
                      message.is("value") && Math.abs(message.value() - left - DELTA) < ROUNDING,
                  PATIENCE);
        }
      }
    }
  }

  /** Whether it is what is left, and came after the clients had been told of the failover. */
  private static boolean isAfter(Watchers watchers, Message message, double left) {
    return isAbout(left, message)
        && watchers.plain().messages().stream()
            .anyMatch(told -> told.status().equals("degraded") && told.at() < message.at());
  }

  private static boolean isAbout(double value, Message message) {
    return message.hasValue() && Math.abs(message.value() - value) < ROUNDING;
  }

  /** From the vote on no value is larger than the one before it, and none beyond neutral. */
  private static void assertNeverAway(List<Message> messages) {
    var values = messages.stream().filter(Message::hasValue).map(Message::value).toList();
    assertThat(values).isNotEmpty();
    for (var i = 1; i < values.size(); i++) {
      assertThat(values.get(i)).isBetween(0.0, values.get(i - 1));
    }
    assertThat(values.get(0)).isCloseTo(DELTA, within(ROUNDING));
  }

  private static boolean set(RedisServer server, double micros) {
    SettableClock.on(server).set(micros);
    return true;
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
