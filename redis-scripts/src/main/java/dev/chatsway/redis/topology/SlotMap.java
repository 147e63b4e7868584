package dev.chatsway.redis.topology;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.util.JedisClusterCRC16;

/** Which shard has which of the 16,384 slots. Outside of a cluster one shard has them all. Immutable. */
public final class SlotMap {

  /** The slot of a command without a key: any shard will do. */
  public static final int ANY = -1;

  private static final int SLOTS = 16_384;

  /** Slots {@code first} to {@code last}, both included. */
  record Range(int first, int last, Shard shard) {}

  private final List<Range> ranges;
  private final List<Shard> shards;
  private final @Nullable Shard[] bySlot = new @Nullable Shard[SLOTS];

  SlotMap(List<Range> ranges) {
    this.ranges = ranges.stream().sorted(Comparator.comparingInt(Range::first)).toList();
    this.shards =
        List.copyOf(new ArrayList<>(ranges.stream().map(Range::shard).distinct().toList()));
    for (Range range : ranges) {
      for (int slot = range.first(); slot <= range.last(); slot++) {
        bySlot[slot] = range.shard();
      }
    }
  }

  /** A map of one shard that has all slots. */
  public static SlotMap of(Shard shard) {
    return new SlotMap(List.of(new Range(0, SLOTS - 1, shard)));
  }

  /** The shard of a slot; null if none serves it at present. {@link #ANY} has the first shard. */
  public @Nullable Shard shard(int slot) {
    return slot == ANY ? shards.get(0) : bySlot[slot];
  }

  /** All shards, each once; at least one. */
  public List<Shard> shards() {
    return shards;
  }

  /** Whether one shard has all slots, so that a key's slot does not matter. */
  public boolean isWhole() {
    return ranges.size() == 1 && ranges.get(0).last() - ranges.get(0).first() == SLOTS - 1;
  }

  /** Returns the address that a cluster node named, with the asked host in place of a missing one. */
  public static HostAndPort reachable(HostAndPort named, HostAndPort asked) {
    return isUnknown(named.getHost()) ? new HostAndPort(asked.getHost(), named.getPort()) : named;
  }

  /** Whether a cluster reported no host: empty, {@code ?}, or the setting's own name. */
  static boolean isUnknown(String host) {
    return host.isEmpty() || host.equals("?") || host.equals("unknown-endpoint");
  }

  /** The slot of a key. */
  public static int slot(byte[] key) {
    return JedisClusterCRC16.getSlot(key);
  }

  /**
   * The slot of a command's first key, which stands behind the number of keys in a call of a function, and first in every
   * other command that Chatsway sends; {@link #ANY} if there is none.
   */
  public static int slot(CommandArguments command) {
    boolean function =
        command.getCommand() == Command.FCALL || command.getCommand() == Command.FCALL_RO;
    int first = function ? 3 : 1;
    return command.size() > first && command.getCommand() != Command.CLUSTER
        ? slot(command.get(first).getRaw())
        : ANY;
  }

  /** Lists the servers of each shard, for the log. */
  @Override
  public String toString() {
    return shards.stream()
        .map(shard -> shard.primary() + (shard.replicas().isEmpty() ? "" : " " + shard.replicas()))
        .collect(Collectors.joining(", "));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SlotMap map && map.ranges.equals(ranges);
  }

  @Override
  public int hashCode() {
    return Objects.hashCode(ranges);
  }
}
