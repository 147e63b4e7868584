package dev.chatsway.redis.presence;

import dev.chatsway.redis.RedisCommands;
import dev.chatsway.redis.Reply;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;
import tools.jackson.databind.json.JsonMapper;

/**
 * The instances that run on one Redis. Each announces itself as JSON in its own key, with a lease, and one that died
 * disappears with its lease. All keys share one slot.
 */
public final class InstanceDirectory {

  /** How long an instance is listed after its last announcement. */
  static final int LEASE_MILLIS = 5_000;

  private static final String IDS = "chatsway:{clients}:running";
  private static final JsonMapper JSON = JsonMapper.shared();

  /**
   * The announcement of an instance.
   *
   * @param name host name and port
   * @param version version and time of its build
   * @param roles {@code gateway}, {@code ingest}, {@code chat}, or several of them
   * @param since when it started to accept requests
   * @param sessions sessions with at least one client there
   * @param clients overlays connected there
   */
  public record Entry(
      String name, String version, List<String> roles, Instant since, int sessions, int clients) {}

  private final RedisCommands calls;
  private final String id = UUID.randomUUID().toString();

  /** Does not announce anything yet. */
  public InstanceDirectory(RedisCommands calls) {
    this.calls = calls;
  }

  /** Lists this instance as {@code entry} for the next {@value #LEASE_MILLIS} ms. */
  public CompletionStage<?> announce(Entry entry) {
    var json = JSON.writeValueAsString(entry);
    return send(Command.SET, key(id), json, "PX", String.valueOf(LEASE_MILLIS))
        .thenCombine(send(Command.SADD, IDS, id), (set, added) -> set);
  }

  /** Removes this instance from the list. */
  public CompletionStage<?> withdraw() {
    return send(Command.DEL, key(id))
        .thenCombine(send(Command.SREM, IDS, id), (deleted, removed) -> removed);
  }

  /** All running instances, ordered by name. Removes those whose lease has expired. */
  public CompletionStage<List<Entry>> list() {
    return send(Command.SMEMBERS, IDS).thenCompose(members -> {
      List<String> ids = ((List<?>) members).stream().map(Reply::text).toList();
      if (ids.isEmpty()) {
        return CompletableFuture.completedStage(List.<Entry>of());
      }
      return send(Command.MGET, ids.stream().map(InstanceDirectory::key).toArray(String[]::new))
          .thenApply(entries -> read(ids, (List<?>) entries));
    });
  }

  private List<Entry> read(List<String> ids, List<?> entries) {
    var running = new ArrayList<Entry>();
    for (int i = 0; i < ids.size(); i++) {
      var json = entries.get(i);
      if (json == null) {
        send(Command.SREM, IDS, ids.get(i));
      } else {
        running.add(JSON.readValue(Reply.text(json), Entry.class));
      }
    }
    running.sort(Comparator.comparing(Entry::name));
    return running;
  }

  private static String key(String id) {
    return "chatsway:{clients}:running:" + id;
  }

  private CompletionStage<Object> send(Command command, String... arguments) {
    var all = new CommandArguments(command);
    Stream.of(arguments).forEach(all::add);
    return calls.call(command.name(), all);
  }
}
