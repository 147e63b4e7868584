package dev.chatsway.redis.topology;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;

/** Asks one Sentinel after the other for the primary of a name, and for those of its replicas that are well. */
final class SentinelDiscovery implements Discovery {

  private static final Set<String> UNWELL = Set.of("s_down", "o_down", "disconnected");

  private final Connector connector;
  private volatile List<HostAndPort> sentinels;

  SentinelDiscovery(Connector connector) {
    this.connector = connector;
    this.sentinels = connector.url().hosts();
  }

  @Override
  public void prefer(HostAndPort sentinel) {
    sentinels = Stream.concat(Stream.of(sentinel), connector.url().hosts().stream())
        .distinct()
        .toList();
  }

  @Override
  public SlotMap discover() {
    String why = "";
    for (HostAndPort sentinel : sentinels) {
      try (Connection connection = connector.connectSentinel(sentinel)) {
        Object primary = ask(connection, "GET-MASTER-ADDR-BY-NAME");
        if (primary != null) {
          List<HostAndPort> replicas = Replies.list(ask(connection, "REPLICAS")).stream()
              .map(SentinelDiscovery::fields)
              .filter(SentinelDiscovery::isWell)
              .map(replica ->
                  address(replica.getOrDefault("ip", ""), replica.getOrDefault("port", "")))
              .toList();
          return SlotMap.of(new Shard(
              address(
                  Replies.text(Replies.list(primary).get(0)),
                  Replies.text(Replies.list(primary).get(1))),
              replicas));
        }
        why += "; " + sentinel + ": knows no primary " + connector.url().master();
      } catch (JedisException e) {
        why += "; " + sentinel + ": " + e.getMessage();
      }
    }
    throw new JedisConnectionException("no Sentinel could say who the primary is" + why);
  }

  private Object ask(Connection sentinel, String what) {
    return sentinel.executeCommand(
        new CommandArguments(Command.SENTINEL).add(what).add(connector.url().master()));
  }

  private static Map<String, String> fields(Object replica) {
    List<?> flat = Replies.list(replica);
    var fields = new HashMap<String, String>();
    for (int i = 0; i + 1 < flat.size(); i += 2) {
      fields.put(Replies.text(flat.get(i)), Replies.text(flat.get(i + 1)));
    }
    return fields;
  }

  private static boolean isWell(Map<String, String> replica) {
    return "ok".equals(replica.get("master-link-status"))
        && Stream.of(replica.getOrDefault("flags", "").split(",")).noneMatch(UNWELL::contains);
  }

  private static HostAndPort address(String host, String port) {
    return new HostAndPort(host, Integer.parseInt(port));
  }
}
