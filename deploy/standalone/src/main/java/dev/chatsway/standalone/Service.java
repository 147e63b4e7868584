package dev.chatsway.standalone;

import akka.Done;
import akka.actor.typed.ActorSystem;
import com.typesafe.config.Config;
import dev.chatsway.standalone.redis.RedisVersion;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * What an instance does between its Redis and its socket. Every step of the way down begins when the one before it has
 * ended or used up its time (application.conf, akka.coordinated-shutdown), so each has to do with the others having failed.
 */
public interface Service {

  /** How a start comes by its service. */
  interface Factory {
    /**
     * Creates a service that has contacted its Redis.
     *
     * @param config the whole configuration, with the URL of the running Redis and the admin token filled in
     * @throws StartFailure if that Redis cannot be used
     */
    Service create(ActorSystem<?> system, Config config) throws StartFailure;
  }

  /** The version of its Redis; empty if unknown. */
  Optional<RedisVersion> redis();

  /** Binds; the service is complete before the stage is. */
  CompletionStage<InetSocketAddress> bind(String host, int port);

  /** Prepares for a crowd; {@code GET /health/ready} answers 503 until this completes. Never fails. */
  CompletionStage<Done> warmUp();

  /** Makes {@code GET /health/ready} answer 503 from now on. */
  CompletionStage<Done> becomeUnready();

  /** Stops accepting connections. */
  CompletionStage<Done> unbind();

  /** Sends every client going_away, and waits until they are gone. */
  CompletionStage<Done> dismissClients();

  /** Waits until every accepted vote has been answered. */
  CompletionStage<Done> finishVotes();

  /** Closes the connections to Redis, which is no longer used. */
  CompletionStage<Done> closeRedis();
}
