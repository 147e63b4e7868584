package dev.chatsway.standalone;

import akka.actor.typed.ActorSystem;
import com.typesafe.config.Config;
import dev.chatsway.redis.CallMetrics;
import dev.chatsway.redis.RedisCommands;
import dev.chatsway.redis.RedisHealth;
import dev.chatsway.redis.RedisSettings;
import dev.chatsway.redis.reading.LiveStateReader;
import dev.chatsway.redis.session.Sessions;
import dev.chatsway.redis.vote.Votes;
import dev.chatsway.session.VoterIdHasher;
import dev.chatsway.standalone.redis.RedisVersion;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.util.KeyValue;

/** What speaks to Redis: one connection for calls, one for readings; and the meters, of which theirs are the first. */
record RedisParts(
    PrometheusMeterRegistry metrics,
    ProcessMetrics process,
    RedisHealth health,
    RedisCommands calls,
    LiveStateReader reader,
    Sessions sessions,
    Votes votes,
    Optional<RedisVersion> version)
    implements AutoCloseable {

  /**
   * Connects, and returns once Redis has answered with a function library that this build can use.
   *
   * @throws StartFailure if it has not
   */
  static RedisParts connect(Config config, ActorSystem<?> system) throws StartFailure {
    var settings = RedisSettings.from(config);
    var metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    var process = new ProcessMetrics(metrics, system);
    var health = new RedisHealth(metrics);
    var callMetrics = new CallMetrics(metrics);
    var calls = new RedisCommands(settings, health, callMetrics);
    Object hello;
    try {
      hello = calls
          .probe()
          .thenCompose(answered -> calls.call("hello", new CommandArguments(Command.HELLO)))
          .toCompletableFuture()
          .join();
    } catch (CompletionException e) {
      calls.close();
      process.close();
      throw new StartFailure(
          Setting.REDIS_URL + ": that Redis cannot be used (" + reason(e) + ")", e);
    }
    return new RedisParts(
        metrics,
        process,
        health,
        calls,
        new LiveStateReader(settings, health, callMetrics),
        new Sessions(calls),
        new Votes(calls, new VoterIdHasher(Setting.CHATSWAY_ADMIN_TOKEN.in(config))),
        version(hello));
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
    reader.close();
    calls.close();
    process.close();
  }
}
