package dev.chatsway.redis.topology;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Asks any node of a cluster for its slots: those of the URL, and those it has heard of since. It begins with another node
 * each time, so that one which was cut off from the others misleads it once.
 */
final class ClusterDiscovery implements Discovery {

  private final Connector connector;
  private List<HostAndPort> known;
  private int turn;

  ClusterDiscovery(Connector connector) {
    this.connector = connector;
    this.known = connector.url().hosts();
  }

  @Override
  public SlotMap discover() {
    var nodes = new ArrayList<>(known);
    Collections.rotate(nodes, turn++ % nodes.size());
    String why = "";
    for (HostAndPort node : nodes) {
      try (Connection connection = connector.connect(node)) {
        Object slots =
            connection.executeCommand(new CommandArguments(Command.CLUSTER).add("SLOTS"));
        List<SlotMap.Range> ranges = Replies.list(slots).stream()
            .map(range -> range(Replies.list(range), node))
            .toList();
        if (!ranges.isEmpty()) {
          remember(ranges);
          return new SlotMap(ranges);
        }
        why += "; " + node + ": knows no slots";
      } catch (JedisException e) {
        why += "; " + node + ": " + e.getMessage();
      }
    }
    throw new JedisConnectionException("no node of the cluster could say who has what" + why);
  }

  private void remember(List<SlotMap.Range> ranges) {
    var nodes = new LinkedHashSet<HostAndPort>();
    for (SlotMap.Range range : ranges) {
      nodes.add(range.shard().primary());
      nodes.addAll(range.shard().replicas());
    }
    nodes.addAll(connector.url().hosts());
    known = List.copyOf(nodes);
  }

  /** First slot, last slot, primary, replicas …; each server begins with host and port. */
  private static SlotMap.Range range(List<?> range, HostAndPort asked) {
    List<HostAndPort> servers = range.subList(2, range.size()).stream()
        .map(Replies::list)
        .map(server -> server(server, asked))
        .toList();
    return new SlotMap.Range(
        Integer.parseInt(Replies.text(range.get(0))),
        Integer.parseInt(Replies.text(range.get(1))),
        new Shard(servers.get(0), servers.subList(1, servers.size())));
  }

  /** A node may not know a host, or not tell it: the ip of its metadata stands in, or else the host that was asked. */
  private static HostAndPort server(List<?> server, HostAndPort asked) {
    String host = server.get(0) == null ? "" : Replies.text(server.get(0));
    int port = Integer.parseInt(Replies.text(server.get(1)));
    if (SlotMap.isUnknown(host) && server.size() > 3) {
      List<?> metadata = Replies.list(server.get(3));
      int ip = metadata.stream().map(Replies::text).toList().indexOf("ip") + 1;
      host = ip > 0 ? Replies.text(metadata.get(ip)) : host;
    }
    return SlotMap.reachable(new HostAndPort(host, port), asked);
  }
}
