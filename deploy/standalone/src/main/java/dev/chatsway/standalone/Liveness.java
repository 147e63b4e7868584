package dev.chatsway.standalone;

import static akka.http.javadsl.server.Directives.complete;
import static akka.http.javadsl.server.Directives.get;
import static akka.http.javadsl.server.Directives.path;

import akka.Done;
import akka.actor.typed.ActorSystem;
import akka.http.javadsl.Http;
import akka.http.javadsl.ServerBinding;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.server.PathMatchers;
import com.typesafe.config.Config;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisException;

/** A service that can only say that it is alive, and that its Redis was there when it started. */
final class Liveness implements Service {

  private final ActorSystem<?> system;
  private final RedisClient redis;
  private CompletionStage<Optional<ServerBinding>> binding =
      CompletableFuture.completedFuture(Optional.empty());

  private Liveness(ActorSystem<?> system, RedisClient redis) {
    this.system = system;
    this.redis = redis;
  }

  static Service create(ActorSystem<?> system, Config config) throws StartFailure {
    try {
      var redis = RedisClient.create(URI.create(Setting.REDIS_URL.in(config)));
      redis.ping();
      return new Liveness(system, redis);
    } catch (JedisException e) {
      throw new StartFailure(
          Setting.REDIS_URL + ": that Redis cannot be used (" + e.getMessage() + ")", e);
    } catch (IllegalArgumentException e) {
      throw new StartFailure(
          Setting.REDIS_URL + " is not understood; allowed: redis://user:password@host:port/0", e);
    }
  }

  @Override
  public CompletionStage<InetSocketAddress> bind(String host, int port) {
    var live = path(
        PathMatchers.segment("health").slash("live"), () -> get(() -> complete(StatusCodes.OK)));
    var bound = Http.get(system).newServerAt(host, port).bind(live);
    binding = bound.handle((listening, failure) -> Optional.ofNullable(listening));
    return bound.thenApply(ServerBinding::localAddress);
  }

  @Override
  public CompletionStage<Done> becomeUnready() {
    return CompletableFuture.completedFuture(Done.getInstance());
  }

  @Override
  public CompletionStage<Done> unbind() {
    return binding.thenCompose(bound -> bound
        .map(ServerBinding::unbind)
        .orElseGet(() -> CompletableFuture.completedFuture(Done.getInstance())));
  }

  @Override
  public CompletionStage<Done> dismissClients() {
    return CompletableFuture.completedFuture(Done.getInstance());
  }

  @Override
  public CompletionStage<Done> finishVotes() {
    return CompletableFuture.completedFuture(Done.getInstance());
  }

  @Override
  public CompletionStage<Done> closeRedis() {
    redis.close();
    return CompletableFuture.completedFuture(Done.getInstance());
  }
}
