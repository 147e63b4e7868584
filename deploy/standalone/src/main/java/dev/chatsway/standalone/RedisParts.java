package dev.chatsway.standalone;

import akka.actor.typed.ActorSystem;
import com.typesafe.config.Config;
import dev.chatsway.redis.CallMetrics;
import dev.chatsway.redis.RedisCommands;
import dev.chatsway.redis.RedisHealth;
import dev.chatsway.redis.RedisSettings;
import dev.chatsway.redis.RedisStart;
import dev.chatsway.redis.ServerStats;
import dev.chatsway.redis.chat.WantedChats;
import dev.chatsway.redis.reading.LiveStateReader;
import dev.chatsway.redis.session.Sessions;
import dev.chatsway.redis.vote.Votes;
import dev.chatsway.session.Tracing;
import dev.chatsway.session.VoterIdHasher;
import dev.chatsway.session.config.ConfigReader;
import dev.chatsway.standalone.redis.EmbeddedRedis;
import dev.chatsway.standalone.redis.RedisVersion;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.util.KeyValue;

/** What speaks to Redis: one connection for calls, one for readings; and the meters, of which theirs are the first. */
record RedisParts(
    PrometheusMeterRegistry prometheus,
    MeterRegistry metrics,
    Tracing tracing,
    ProcessMetrics process,
    RedisHealth health,
    RedisCommands calls,
    LiveStateReader reader,
    Sessions sessions,
    Votes votes,
    Optional<RedisVersion> version)
    implements AutoCloseable {

  private static final Duration STATS_INTERVAL = Duration.ofSeconds(10);

  /**
   * Connects, and returns once Redis has answered with a function library that this build can use; waits for it.
   *
   * @throws StartFailure if it has not
   */
  static RedisParts connect(Config config, ActorSystem<?> system) throws StartFailure {
    var settings = RedisSettings.from(config);
    var prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    var metrics = OtlpExport.beside(prometheus, System.getenv());
    var process = new ProcessMetrics(metrics, system);
    var health = new RedisHealth(metrics);
    var callMetrics = new CallMetrics(metrics);
    var calls = new RedisCommands(settings, health, callMetrics);
    var hasher = new VoterIdHasher(voterKey(config));
    var limit = ConfigReader.at(config, "chatsway.redis")
        .duration("start-timeout", Duration.ofMillis(1), Duration.ofHours(1));
    Object hello;
    try {
      hello = RedisStart.begin(calls, limit, hasher, !isEmbedded(config))
          .toCompletableFuture()
          .join();
    } catch (CompletionException e) {
      calls.close();
      process.close();
      if (e.getCause() instanceof IllegalStateException refused) {
        throw new StartFailure(Setting.REDIS_URL + ": " + refused.getMessage(), e);
      }
      throw new StartFailure(
          Setting.REDIS_URL + ": that Redis cannot be used (" + reason(e) + ")", e);
    }
    var sessions = new Sessions(calls);
    Tracing tracing;
    try {
      tracing = OtlpExport.traces(calls, system, System.getenv());
    } catch (StartFailure e) {
      calls.close();
      process.close();
      throw e;
    }
    var stats = new ServerStats(calls, metrics);
    var chats = new WantedChats(sessions, metrics);
    Runnable refresh = () -> {
      stats.refresh();
      chats.refresh();
    };
    system
        .scheduler()
        .scheduleWithFixedDelay(Duration.ZERO, STATS_INTERVAL, refresh, system.executionContext());
    return new RedisParts(
        prometheus,
        metrics,
        tracing,
        process,
        health,
        calls,
        new LiveStateReader(settings, health, callMetrics),
        sessions,
        new Votes(calls, hasher),
        version(hello));
  }

  /** The secret that all instances share and Redis does not know. */
  static String voterKey(Config config) {
    var key = Setting.CHATSWAY_VOTER_KEY.in(config);
    return key.isEmpty() ? Setting.CHATSWAY_ADMIN_TOKEN.in(config) : key;
  }

  /** Whether it is the Redis in the data folder, which only this process uses. */
  private static boolean isEmbedded(Config config) {
    try {
      return EmbeddedRedis.urlIn(Path.of(Setting.CHATSWAY_DATA.in(config)))
          .equals(Setting.REDIS_URL.in(config));
    } catch (IOException e) {
      return false; // there is none
    }
  }

  /** HELLO answers with pairs of names and values. */
  private static Optional<RedisVersion> version(Object hello) {
    var words = ((Collection<?>) hello)
        .stream()
            .flatMap(each -> each instanceof KeyValue<?, ?> pair
                ? Stream.of(pair.getKey(), pair.getValue())
                : Stream.of(each))
            .map(each -> each instanceof byte[] text
                ? new String(text, StandardCharsets.UTF_8)
                : String.valueOf(each))
            .toList();
    var server = words.indexOf("server") + 1;
    var version = words.indexOf("version") + 1;
    return RedisVersion.of(words.get(server), words.get(version));
  }

  private static @Nullable String reason(CompletionException e) {
    return (e.getCause() == null ? e : e.getCause()).getMessage();
  }

  @Override
  public void close() {
    tracing.close();
    reader.close();
    calls.close();
    process.close();
    metrics.close();
  }
}
