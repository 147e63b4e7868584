package dev.chatsway.redis.topology;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.PushConsumerContext;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * A connection on which the server reports every key that was read on it and has changed since, in order with its
 * replies: a reply proves that all earlier changes have been reported.
 */
public final class TrackingConnection extends Connection {

  private static final byte[] INVALIDATE = "invalidate".getBytes(StandardCharsets.US_ASCII);

  private final Consumer<@Nullable List<?>> changed;

  /** Connects with RESP3, which {@code config} must specify; {@code changed} gets null if any key may have changed. */
  TrackingConnection(
      HostAndPort server, JedisClientConfig config, Consumer<@Nullable List<?>> changed) {
    super(server, config);
    this.changed = changed;
    addPushConsumer(this::pushed);
  }

  /** Enables tracking; false if the server does not support it, or not for this user. */
  public boolean track() {
    try {
      executeCommand(new CommandArguments(Command.CLIENT).add("TRACKING").add("ON"));
      return true;
    } catch (JedisDataException e) {
      return false;
    }
  }

  /** Processes the reports that have arrived so far, without waiting. */
  public void hear() {
    readPushesWithCheckingBroken();
  }

  private PushConsumerContext pushed(PushConsumerContext context) {
    if (Arrays.equals(context.getMessage().getType(), INVALIDATE)) {
      changed.accept((List<?>) context.getMessage().getContent().get(1));
      context.drop();
    }
    return context;
  }
}
