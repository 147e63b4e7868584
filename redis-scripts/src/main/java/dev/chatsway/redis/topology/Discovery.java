package dev.chatsway.redis.topology;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.util.SafeEncoder;

/**
 * Discovers the topology: asks a single server for its {@code ROLE}, Sentinels for the primary and its replicas, the
 * nodes of a cluster for its slots. Used by one thread.
 */
final class Discovery {

  private static final Set<String> UNWELL = Set.of("s_down", "o_down", "disconnected");

  private final Connector connector;
  private final RedisUrl url;
  private volatile List<HostAndPort> known; // asked in this order
  private int turn;

  Discovery(Connector connector) {
    this.connector = connector;
    this.url = connector.url();
    this.known = url.hosts();
  }

  /** Asks this server before the others from now on; may be called by other threads. */
  void prefer(HostAndPort server) {
    known = Stream.concat(Stream.of(server), url.hosts().stream()).distinct().toList();
  }

  /**
   * Asks one server after another; each that does not answer takes up to the connect and read timeouts.
   *
   * @throws JedisException if none answered usefully
   */
  SlotMap discover() {
    var servers = new ArrayList<>(known);
    if (url.form() == RedisUrl.Form.CLUSTER) { // a node cut off from the others misleads once
      Collections.rotate(servers, turn++ % servers.size());
    }
    var why = new StringBuilder();
    for (HostAndPort server : servers) {
      try {
        SlotMap map = ask(server);
        if (map != null) {
          return map;
        }
        why.append("; ").append(server).append(": does not know");
      } catch (JedisException e) {
        why.append("; ").append(server).append(": ").append(e.getMessage());
      }
    }
    throw new JedisConnectionException("no server returned the topology" + why);
  }

  private @Nullable SlotMap ask(HostAndPort server) {
    boolean sentinel = url.form() == RedisUrl.Form.SENTINEL;
    try (Connection connection =
        sentinel ? connector.connectSentinel(server) : connector.connect(server)) {
      var asked = new Jedis(connection);
      return switch (url.form()) {
        case STANDALONE -> SlotMap.of(new Shard(server, replicas(asked.role())));
        case SENTINEL -> ofSentinel(asked);
        case CLUSTER ->
          ofCluster(
              (List<?>)
                  connection.executeCommand(new CommandArguments(Command.CLUSTER).add("SLOTS")),
              server);
      };
    }
  }

  /** {@code ROLE} of a primary: master, offset, replicas, each with host, port and offset. */
  private static List<HostAndPort> replicas(List<?> role) {
    return text(role.get(0)).equals("master")
        ? ((List<?>) role.get(2))
            .stream()
                .map(replica ->
                    address(text(((List<?>) replica).get(0)), text(((List<?>) replica).get(1))))
                .toList()
        : List.of();
  }

  private @Nullable SlotMap ofSentinel(Jedis sentinel) {
    List<String> primary = sentinel.sentinelGetMasterAddrByName(url.master());
    if (primary == null) {
      return null;
    }
    List<HostAndPort> replicas = sentinel.sentinelReplicas(url.master()).stream()
        .filter(Discovery::isWell)
        .map(each -> address(each.getOrDefault("ip", ""), each.getOrDefault("port", "")))
        .toList();
    return SlotMap.of(new Shard(address(primary.get(0), primary.get(1)), replicas));
  }

  private static boolean isWell(Map<String, String> replica) {
    return "ok".equals(replica.get("master-link-status"))
        && Stream.of(replica.getOrDefault("flags", "").split(",")).noneMatch(UNWELL::contains);
  }

  /** {@code CLUSTER SLOTS}: ranges, each with first slot, last slot, primary, replicas …. */
  private @Nullable SlotMap ofCluster(List<?> slots, HostAndPort asked) {
    List<SlotMap.Range> ranges =
        slots.stream().map(range -> range((List<?>) range, asked)).toList();
    if (ranges.isEmpty()) {
      return null;
    }
    var nodes = new LinkedHashSet<HostAndPort>();
    for (SlotMap.Range range : ranges) {
      nodes.add(range.shard().primary());
      nodes.addAll(range.shard().replicas());
    }
    nodes.addAll(url.hosts());
    known = List.copyOf(nodes);
    return new SlotMap(ranges);
  }

  private static SlotMap.Range range(List<?> range, HostAndPort asked) {
    List<HostAndPort> servers = range.stream()
        .skip(2)
        .map(server -> clusterNode((List<?>) server, asked))
        .toList();
    return new SlotMap.Range(
        Integer.parseInt(text(range.get(0))),
        Integer.parseInt(text(range.get(1))),
        new Shard(servers.get(0), servers.subList(1, servers.size())));
  }

  /** A node may not know or not report a host; then the ip in its metadata is used, or else the host that was asked. */
  private static HostAndPort clusterNode(List<?> node, HostAndPort asked) {
    String host = node.get(0) == null ? "" : text(node.get(0));
    if (SlotMap.isUnknown(host) && node.size() > 3) {
      List<?> metadata = (List<?>) node.get(3);
      int ip = metadata.stream().map(Discovery::text).toList().indexOf("ip") + 1;
      host = ip > 0 ? text(metadata.get(ip)) : host;
    }
    return SlotMap.reachable(address(host, text(node.get(1))), asked);
  }

  private static HostAndPort address(String host, String port) {
    return new HostAndPort(host, Integer.parseInt(port));
  }

  private static String text(Object element) {
    return element instanceof byte[] bytes ? SafeEncoder.encode(bytes) : String.valueOf(element);
  }
}
