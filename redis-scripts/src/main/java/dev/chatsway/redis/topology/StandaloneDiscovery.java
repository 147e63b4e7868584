package dev.chatsway.redis.topology;

import java.util.List;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol.Command;

/** One primary, which is asked by {@code ROLE} for its replicas. */
final class StandaloneDiscovery implements Discovery {

  private final Connector connector;

  StandaloneDiscovery(Connector connector) {
    this.connector = connector;
  }

  @Override
  public SlotMap discover() {
    HostAndPort primary = connector.url().hosts().get(0);
    try (Connection connection = connector.connect(primary)) {
      Object role = connection.executeCommand(new CommandArguments(Command.ROLE));
      List<HostAndPort> replicas = Replies.text(Replies.list(role).get(0)).equals("master")
          ? Replies.list(Replies.list(role).get(2)).stream()
              .map(Replies::list)
              .map(each -> new HostAndPort(
                  Replies.text(each.get(0)), Integer.parseInt(Replies.text(each.get(1)))))
              .toList()
          : List.of();
      return SlotMap.of(new Shard(primary, replicas));
    }
  }
}
