package dev.chatsway.bench;

import dev.chatsway.redis.CallMetrics;
import dev.chatsway.redis.NodePipeline.Node;
import dev.chatsway.redis.ReconnectingConnection;
import dev.chatsway.redis.RedisHealth;
import dev.chatsway.redis.RedisSettings;
import dev.chatsway.redis.SessionKeys;
import dev.chatsway.redis.reading.LiveStateReader;
import dev.chatsway.session.Session;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;

/** Values read per second: all sessions in one round trip, as a tick reads them, against one FCALL_RO after the other. */
final class ReadRun {

  private static final long NANOS = 3_000_000_000L;

  private final RedisSettings settings;
  private final List<SessionKeys> keys;

  ReadRun(RedisSettings settings, List<Session> sessions) {
    this.settings = settings;
    this.keys = sessions.stream().map(session -> SessionKeys.of(session.id())).toList();
  }

  Report run() {
    double batched = Math.max(batched(), batched()); // the first one warms up
    double single = Math.max(single(), single());
    return new Report("reads")
        .given("sessions", keys.size())
        .with("reads_per_second", batched)
        .with("one_at_a_time_per_second", single)
        .with("ratio", batched / single);
  }

  private double batched() {
    var metrics = new SimpleMeterRegistry();
    try (var reader =
        new LiveStateReader(settings, new RedisHealth(metrics), new CallMetrics(metrics))) {
      var roster = reader.roster(keys);
      long start = System.nanoTime();
      long count = 0;
      while (System.nanoTime() - start < NANOS) {
        reader.read(roster).toCompletableFuture().join();
        count += keys.size();
      }
      return count * 1e9 / (System.nanoTime() - start);
    }
  }

  private double single() {
    var commands = keys.stream()
        .map(each -> List.of(new CommandArguments(Command.FCALL_RO)
            .add("get_decayed_value")
            .add(1)
            .add(each.live())))
        .toList();
    var server = settings.connector().url().hosts().get(0);
    try (var link = new ReconnectingConnection(
        settings, new RedisHealth(new SimpleMeterRegistry()), new Node(server, false), null)) {
      long start = System.nanoTime();
      int count = 0;
      while (System.nanoTime() - start < NANOS) {
        link.roundTrip(commands.get(count++ % commands.size()));
      }
      return count * 1e9 / (System.nanoTime() - start);
    }
  }
}
