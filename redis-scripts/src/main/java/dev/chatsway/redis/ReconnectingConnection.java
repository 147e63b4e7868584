package dev.chatsway.redis;

import dev.chatsway.redis.NodePipeline.Node;
import dev.chatsway.redis.topology.RedisUrl;
import dev.chatsway.redis.topology.TrackingConnection;
import dev.chatsway.session.StoreUnavailableException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * A reconnecting connection to one server that makes sure of the function library. Not thread-safe: it belongs to the
 * thread that waits on it.
 */
public final class ReconnectingConnection implements AutoCloseable {

  /** Precedes a command that another cluster node redirected here with ASK. */
  public static final CommandArguments ASKING = new CommandArguments(Command.ASKING);

  private static final CommandArguments READONLY = new CommandArguments(Command.READONLY);

  private final RedisSettings settings;
  private final RedisHealth health;
  private final HostAndPort server;
  private final boolean replica;
  private final @Nullable TrackedStates tracked;
  private @Nullable Connection connection;

  /**
   * Connects at the first round trip.
   *
   * @param node for a replica: it is only read from, gets its library from its primary, and does not affect Redis's
   *     health, because the primary can be read instead
   * @param tracked states whose changes the server is asked to report; null for none
   */
  public ReconnectingConnection(
      RedisSettings settings, RedisHealth health, Node node, @Nullable TrackedStates tracked) {
    this.settings = settings;
    this.health = health;
    this.server = node.server();
    this.replica = node.replica();
    this.tracked = tracked;
  }

  /**
   * Sends all commands, then reads all replies. If the library was lost or older, it is loaded again and the calls that
   * noticed are repeated: they had changed nothing.
   *
   * @return one reply per command, in order; a {@link JedisDataException} where Redis answered with an error
   * @throws StoreUnavailableException if there was no answer; commands that had been sent may or may not have been
   *     executed
   */
  public List<Object> roundTrip(List<CommandArguments> commands) {
    try {
      Connection up = connected();
      List<Object> replies = exchange(up, commands);
      if (!replica) {
        repeatWithLibrary(up, commands, replies);
      }
      if (replies.stream().anyMatch(ReconnectingConnection::isOfAReplica)) {
        close(); // it was a primary once: whoever the name stands for now is asked anew
        health.failed(server, "is a replica, and takes no votes");
      } else if (!replica) {
        health.answered(server);
      }
      return replies;
    } catch (JedisException e) {
      close();
      if (!replica) {
        health.failed(server, String.valueOf(e.getMessage()));
      }
      throw new StoreUnavailableException(server + ": " + e.getMessage(), e);
    }
  }

  private static boolean isOfAReplica(Object reply) {
    return reply instanceof JedisDataException error
        && error.getMessage() != null
        && error.getMessage().startsWith("READONLY");
  }

  private Connection connected() {
    Connection current = connection;
    if (current == null) {
      current = open();
      connection = current;
      health.opened();
      if (!replica) {
        FunctionLibrary.ensure(current);
      } else if (settings.connector().url().form() == RedisUrl.Form.CLUSTER) {
        current.executeCommand(READONLY); // or it would send us on to its primary
      }
    }
    return current;
  }

  private Connection open() {
    TrackedStates states = tracked;
    if (states == null) {
      return settings.connector().connect(server);
    }
    TrackingConnection tracking = settings.connector().connectTracking(server, states::changed);
    states.connected(tracking.track());
    return tracking;
  }

  /** Processes the changed keys that the server has reported so far, without waiting. */
  public void hear() {
    if (connection instanceof TrackingConnection tracking) {
      try {
        tracking.hear();
      } catch (JedisException e) {
        close(); // the next round trip makes a new connection, and says if it cannot
      }
    }
  }

  private static List<Object> exchange(Connection connection, List<CommandArguments> commands) {
    for (CommandArguments command : commands) {
      connection.sendCommand(command);
    }
    return connection.getMany(commands.size());
  }

  private static void repeatWithLibrary(
      Connection connection, List<CommandArguments> commands, List<Object> replies) {
    var again = new ArrayList<Integer>();
    for (int i = 0; i < replies.size(); i++) {
      if (FunctionLibrary.isMissing(replies.get(i)) || Reply.isOutdated(replies.get(i))) {
        if (i > 0 && commands.get(i - 1) == ASKING) {
          again.add(i - 1);
        }
        again.add(i);
      }
    }
    if (!again.isEmpty()) {
      FunctionLibrary.ensure(connection);
      List<Object> second =
          exchange(connection, again.stream().map(commands::get).toList());
      for (int i = 0; i < again.size(); i++) {
        replies.set(again.get(i), second.get(i));
      }
    }
  }

  /** Closes the connection; the next round trip opens a new one. */
  @Override
  public void close() {
    Connection current = connection;
    connection = null;
    if (current != null) {
      health.closed();
      if (tracked != null) {
        tracked.changed(null);
      }
      try {
        current.forceDisconnect();
      } catch (IOException e) {
        // it is gone either way
      }
    }
  }
}
