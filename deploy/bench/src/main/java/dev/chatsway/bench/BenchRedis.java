package dev.chatsway.bench;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValueFactory;
import dev.chatsway.redis.CallMetrics;
import dev.chatsway.redis.RedisCommands;
import dev.chatsway.redis.RedisHealth;
import dev.chatsway.redis.RedisSettings;
import dev.chatsway.redis.reading.LiveStateReader;
import dev.chatsway.redis.round.Rounds;
import dev.chatsway.redis.session.Sessions;
import dev.chatsway.redis.webhook.Webhooks;
import dev.chatsway.session.Session;
import dev.chatsway.session.SessionRequest;
import dev.chatsway.session.SessionSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

/** A Redis of a bench's own, with our clients for it. */
final class BenchRedis implements AutoCloseable {

  private static final int AT_ONCE = 256;

  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final RedisHealth health = new RedisHealth(metrics);
  private final CallMetrics callMetrics = new CallMetrics(metrics);
  private final List<LiveStateReader> readers = new ArrayList<>();
  private final Redis redis;
  private final Config config;
  private final RedisCommands calls;
  private final Sessions sessions;

  BenchRedis(Config base) throws IOException, InterruptedException {
    redis = new Redis();
    config = base.withValue("chatsway.redis.url", ConfigValueFactory.fromAnyRef(redis.url()));
    calls = new RedisCommands(settings(), health, callMetrics);
    sessions = new Sessions(calls);
  }

  Redis redis() {
    return redis;
  }

  /** With where this Redis is. */
  Config config() {
    return config;
  }

  RedisSettings settings() {
    return RedisSettings.from(config);
  }

  Sessions sessions() {
    return sessions;
  }

  Rounds rounds() {
    return new Rounds(calls);
  }

  Webhooks webhooks() {
    return new Webhooks(calls);
  }

  /** One more reader, closed with this. */
  LiveStateReader reader() {
    var reader = new LiveStateReader(settings(), health, callMetrics);
    readers.add(reader);
    return reader;
  }

  /** Makes sessions, many at once. */
  List<Session> sessions(int count) throws InterruptedException {
    var made = new ArrayList<CompletableFuture<Session>>(count);
    var free = new Semaphore(AT_ONCE);
    for (int i = 0; i < count; i++) {
      free.acquire();
      made.add(sessions
          .create(new SessionRequest("", List.of(), SessionSettings.DEFAULTS))
          .whenComplete((session, failure) -> free.release())
          .toCompletableFuture());
    }
    return made.stream().map(CompletableFuture::join).toList();
  }

  @Override
  public void close() throws IOException {
    readers.forEach(LiveStateReader::close);
    calls.close();
    redis.close();
  }
}
