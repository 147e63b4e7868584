package dev.chatsway.redis.presence;

import dev.chatsway.redis.RedisCommands;
import dev.chatsway.redis.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;

/**
 * Stores how many clients a session has on each instance. An instance publishes its counts with a lease of 4 s, all in
 * one slot, and renews the lease every second: the counts of one that died are gone within 5 s. Only changes are
 * published; a number that grows with each of them shows whether Redis still has the earlier ones.
 *
 * <p>For a single publisher, which starts a publication only when the last one has ended.
 */
public final class PresenceStore {

  /** How long an instance's counts last after its last publication. */
  static final int LEASE_MILLIS = 4_000;

  private static final String INSTANCES = "chatsway:{clients}:instances";
  private static final String TOLD = "told";
  private static final int FIELDS = 500;

  private final RedisCommands calls;
  private final String instance = UUID.randomUUID().toString();
  private volatile long told; // the chain of tellings writes it, on whichever thread answers

  /** Creates the store of a new instance, which has published nothing. */
  public PresenceStore(RedisCommands calls) {
    this.calls = calls;
  }

  /**
   * Publishes changes, and renews the lease.
   *
   * @param changes clients by session; 0 if there are none any more
   * @return false if Redis has lost earlier changes: everything has to be published again, after {@link #withdraw}.
   *     Fails with {@link dev.chatsway.session.StoreUnavailableException} if Redis did not answer
   */
  public CompletionStage<Boolean> tell(Map<UUID, Integer> changes) {
    long before = told;
    long now = before + 1;
    CompletionStage<Object> was = send(Command.HGET, key(instance), TOLD);
    var parts = new ArrayList<CompletionStage<Object>>();
    var present = new ArrayList<>(List.of(key(instance), TOLD, String.valueOf(now)));
    var gone = new ArrayList<>(List.of(key(instance)));
    changes.forEach((session, clients) -> {
      if (clients == 0) {
        gone.add(session.toString());
      } else {
        present.addAll(List.of(session.toString(), String.valueOf(clients)));
      }
      if (present.size() > FIELDS) {
        parts.add(sendAndKeep(Command.HSET, present));
      }
      if (gone.size() > FIELDS) {
        parts.add(sendAndKeep(Command.HDEL, gone));
      }
    });
    if (present.size() > 1) {
      parts.add(sendAndKeep(Command.HSET, present));
    }
    if (gone.size() > 1) {
      parts.add(sendAndKeep(Command.HDEL, gone));
    }
    parts.add(send(Command.PEXPIRE, key(instance), String.valueOf(LEASE_MILLIS)));
    parts.add(send(Command.SADD, INSTANCES, instance));
    return all(parts).thenCombine(was, (done, last) -> {
      told = now;
      return before == 0 || (last != null && Reply.text(last).equals(String.valueOf(before)));
    });
  }

  /** Removes everything that this instance has published. */
  public CompletionStage<?> withdraw() {
    told = 0;
    return all(List.of(send(Command.DEL, key(instance)), send(Command.SREM, INSTANCES, instance)));
  }

  /** The session's clients on all other instances, as last published; removes instances whose lease has expired. */
  public CompletionStage<Integer> elsewhere(UUID session) {
    return send(Command.SMEMBERS, INSTANCES).thenCompose(members -> {
      CompletionStage<Integer> sum = CompletableFuture.completedStage(0);
      for (Object member : (List<?>) members) {
        String other = Reply.text(member);
        if (!other.equals(instance)) {
          sum = sum.thenCombine(on(other, session), Integer::sum);
        }
      }
      return sum;
    });
  }

  private CompletionStage<Integer> on(String other, UUID session) {
    return send(Command.HGET, key(other), session.toString())
        .thenCombine(send(Command.PTTL, key(other)), (clients, left) -> {
          if ((Long) left == -2) { // over
            send(Command.SREM, INSTANCES, other);
          } else if ((Long) left == -1) { // it died between telling and leasing
            send(Command.PEXPIRE, key(other), String.valueOf(LEASE_MILLIS), "NX");
          }
          return clients == null ? 0 : Integer.parseInt(Reply.text(clients));
        });
  }

  private static String key(String instance) {
    return "chatsway:{clients}:of:" + instance;
  }

  /** Sends the collected changes, keeping the key for the next ones. */
  private CompletionStage<Object> sendAndKeep(Command command, List<String> gathered) {
    CompletionStage<Object> sent = send(command, gathered.toArray(String[]::new));
    gathered.subList(1, gathered.size()).clear();
    return sent;
  }

  private CompletionStage<Object> send(Command command, String... arguments) {
    var all = new CommandArguments(command);
    for (String argument : arguments) {
      all.add(argument);
    }
    return calls.call(command.name(), all);
  }

  private static CompletionStage<?> all(List<CompletionStage<Object>> parts) {
    return CompletableFuture.allOf(parts.stream()
        .map(CompletionStage::toCompletableFuture)
        .toArray(CompletableFuture<?>[]::new));
  }
}
