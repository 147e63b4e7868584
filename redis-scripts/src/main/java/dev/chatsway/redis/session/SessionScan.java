package dev.chatsway.redis.session;

import dev.chatsway.redis.RedisCommands;
import dev.chatsway.redis.Reply;
import dev.chatsway.redis.SessionKeys;
import dev.chatsway.session.LiveState;
import dev.chatsway.session.VoteStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;

/** Reads one key of each of many sessions, a few hundred per call. */
public final class SessionScan {

  /** Receives one stored value. */
  @FunctionalInterface
  public interface Visitor {
    /** Takes the value of a session, null if there is none, read at {@code nowMicros} of Redis's time. */
    void visit(UUID id, byte @Nullable [] stored, double nowMicros);
  }

  private static final int CHUNK = 250;

  private final RedisCommands calls;

  /** Speaks to Redis through {@code calls}. */
  public SessionScan(RedisCommands calls) {
    this.calls = calls;
  }

  /** The current states of those of these sessions that exist. Few at a time: all are asked for at once. */
  public CompletionStage<Map<UUID, LiveState>> states(List<UUID> ids) {
    CompletionStage<Map<UUID, LiveState>> all =
        CompletableFuture.completedStage(new LinkedHashMap<>());
    for (List<UUID> part : parts(ids)) {
      var found = new LinkedHashMap<UUID, LiveState>();
      var read = readPart(part, SessionKeys::live, (id, stored, nowMicros) -> {
        var state = LiveState.at(nowMicros, stored);
        if (state.status() == VoteStatus.OK) {
          found.put(id, state);
        }
      });
      all = all.thenCombine(read, (states, done) -> {
        states.putAll(found);
        return states;
      });
    }
    return all;
  }

  /** Calls {@code visitor} for each session, in any order, one at a time. One call follows the other, so that no vote waits long. */
  public CompletionStage<@Nullable Void> read(
      List<UUID> ids, Function<SessionKeys, byte[]> key, Visitor visitor) {
    CompletionStage<@Nullable Void> all = CompletableFuture.completedStage(null);
    for (List<UUID> part : parts(ids)) {
      all = all.thenCompose(before -> readPart(part, key, visitor));
    }
    return all;
  }

  /** Of one slot each. */
  private static List<List<UUID>> parts(List<UUID> ids) {
    var byBucket = new LinkedHashMap<Integer, List<UUID>>();
    ids.forEach(id -> byBucket
        .computeIfAbsent(SessionKeys.bucket(id), added -> new ArrayList<>())
        .add(id));
    var parts = new ArrayList<List<UUID>>();
    for (List<UUID> same : byBucket.values()) {
      for (int first = 0; first < same.size(); first += CHUNK) {
        parts.add(same.subList(first, Math.min(first + CHUNK, same.size())));
      }
    }
    return parts;
  }

  private CompletionStage<@Nullable Void> readPart(
      List<UUID> part, Function<SessionKeys, byte[]> key, Visitor visitor) {
    var command = new CommandArguments(Command.MGET);
    part.forEach(id -> command.add(key.apply(SessionKeys.of(id))));
    return calls.call("MGET", command).thenCombine(micros(), (reply, now) -> {
      var values = (List<?>) reply;
      for (int i = 0; i < part.size(); i++) {
        visitor.visit(part.get(i), (byte @Nullable []) values.get(i), now);
      }
      return null;
    });
  }

  private CompletionStage<Double> micros() {
    return calls
        .call("TIME", new CommandArguments(Command.TIME))
        .thenApply(reply -> Reply.micros((List<?>) reply));
  }
}
