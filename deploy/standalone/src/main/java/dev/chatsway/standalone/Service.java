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
     * Makes one that has spoken to its Redis.
     *
     * @param config everything, with the URL of the Redis that is there now and the admin token filled in
     * @throws StartFailure if that Redis cannot be used
     */
    Service create(ActorSystem<?> system, Config config) throws StartFailure;
  }

  /** Version of the Redis that it speaks to; empty if that does not say it. */
  Optional<RedisVersion> redis();

  /** Listens; what it listens on is complete before the stage is. */
  CompletionStage<InetSocketAddress> bind(String host, int port);

  /** Prepares for a crowd; {@code GET /health/ready} answers 503 until this completes. Never fails. */
  CompletionStage<Done> warmUp();

  /** From now on {@code GET /health/ready} answers 503. */
  CompletionStage<Done> becomeUnready();

  /** Takes no new connection. */
  CompletionStage<Done> unbind();

  /** Tells every client going_away, and waits until they are gone. */
  CompletionStage<Done> dismissClients();

  /** Waits until every vote that was taken in has been answered. */
  CompletionStage<Done> finishVotes();

  /** Closes the connections to Redis; nothing calls it any more. */
  CompletionStage<Done> closeRedis();
}
