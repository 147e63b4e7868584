package dev.chatsway.redis.signin;

import dev.chatsway.redis.OwnerFunctions;
import dev.chatsway.redis.RedisCommands;
import dev.chatsway.redis.Reply;
import dev.chatsway.session.Tokens;
import dev.chatsway.session.VoteStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;

/**
 * All accounts that have signed in. An owner is one hash; which sessions are its own is in a sorted set, where a new one has to
 * be {@linkplain #claim claimed} first. Every stage fails with {@link dev.chatsway.session.StoreUnavailableException} when
 * Redis does not answer.
 */
public final class Owners {

  private static final String LIST = "chatsway:owners";

  private final RedisCommands calls;
  private final OwnerFunctions functions;

  /** Speaks to Redis through {@code calls}. */
  public Owners(RedisCommands calls) {
    this.calls = calls;
    this.functions = new OwnerFunctions(calls);
  }

  /** Remembers that an account has signed in, for the first time or again. */
  public CompletionStage<Owner> signedIn(String account, String login, boolean coHostOnly) {
    String key = key(account);
    return now()
        .thenCompose(now -> call(Command.ZADD, LIST, "0", account)
            .thenCompose(listed -> call(Command.HSETNX, key, "secret", Tokens.token()))
            .thenCompose(made -> call(Command.HSETNX, key, "since", millis(now)))
            .thenCompose(since -> call(
                Command.HSET,
                key,
                "login",
                login,
                "lastSignIn",
                millis(now),
                "coHostOnly",
                coHostOnly ? "1" : "0")))
        .thenCompose(written -> find(account))
        .thenApply(found ->
            found.orElseThrow(() -> new IllegalStateException("the owner was deleted meanwhile")));
  }

  /** The owner of an account. */
  public CompletionStage<Optional<Owner>> find(String account) {
    return call(Command.HGETALL, key(account))
        .thenApply(reply -> owner(account, fields((List<?>) reply)));
  }

  /** Up to {@code limit} owners, by the order of their accounts, after one of them ({@code ""}: from the start). */
  public CompletionStage<List<Owner>> list(int limit, String after) {
    return call(
            Command.ZRANGEBYLEX,
            LIST,
            after.isEmpty() ? "-" : "(" + after,
            "+",
            "LIMIT",
            "0",
            String.valueOf(limit))
        .thenCompose(reply -> {
          var all = ((List<?>) reply)
              .stream()
                  .map(account -> find(Reply.text(account)).toCompletableFuture())
                  .toList();
          return CompletableFuture.allOf(all.toArray(CompletableFuture<?>[]::new))
              .thenApply(
                  done -> all.stream().flatMap(each -> each.join().stream()).toList());
        });
  }

  /**
   * Asks for one more session, before it is made: no two instances give an owner more than {@code most}.
   *
   * @return {@code OK}; {@code LIMITED}; {@code PAUSED} if the owner is suspended; {@code GONE} if there is none
   */
  public CompletionStage<VoteStatus> claim(String account, UUID session, int most) {
    return functions.claimBar(key(account), barsKey(account), session, most);
  }

  /** The ids of an owner's sessions, oldest first, each with when it was made or claimed. */
  public CompletionStage<Map<UUID, Instant>> bars(String account) {
    return call(Command.ZRANGE, barsKey(account), "0", "-1", "WITHSCORES").thenApply(reply -> {
      var flat = flat((List<?>) reply);
      var bars = new LinkedHashMap<UUID, Instant>();
      for (int i = 0; i < flat.size(); i += 2) {
        bars.put(UUID.fromString(flat.get(i)), Instant.ofEpochMilli((long)
            Double.parseDouble(flat.get(i + 1))));
      }
      return bars;
    });
  }

  /** Gives back what was claimed for a session that does not exist. */
  public CompletionStage<?> release(String account, UUID session) {
    return call(Command.ZREM, barsKey(account), session.toString());
  }

  /** Ends all sign-ins of an owner at once, on every instance. */
  public CompletionStage<?> endSignIns(String account) {
    return find(account)
        .thenCompose(found -> found.isEmpty()
            ? CompletableFuture.completedStage(found)
            : call(Command.HSET, key(account), "secret", Tokens.token()));
  }

  /** Suspends an owner or ends that; empty if there is none. */
  public CompletionStage<Optional<Owner>> suspend(String account, boolean suspended) {
    return find(account)
        .thenCompose(found -> found.isEmpty()
            ? CompletableFuture.completedStage(found)
            : call(Command.HSET, key(account), "suspended", suspended ? "1" : "0")
                .thenCompose(written -> find(account)));
  }

  /** Forgets an owner; its sessions have to be deleted apart. */
  public CompletionStage<?> delete(String account) {
    return call(Command.DEL, key(account)).thenCompose(gone -> call(Command.ZREM, LIST, account));
  }

  /** Redis's clock, in whole milliseconds. */
  public CompletionStage<Instant> now() {
    return call(Command.TIME)
        .thenApply(reply -> Instant.ofEpochMilli((long) (Reply.micros((List<?>) reply) / 1e3)));
  }

  private static String key(String account) {
    return "chatsway:owner:{" + account + "}";
  }

  /** The sorted set of an owner's sessions. */
  public static String barsKey(String account) {
    return key(account) + ":bars";
  }

  /** What lacks a field was deleted while it was written. */
  private static Optional<Owner> owner(String account, Map<String, String> fields) {
    return fields.keySet().containsAll(List.of("secret", "since", "login", "lastSignIn"))
        ? Optional.of(new Owner(
            account,
            fields.getOrDefault("login", ""),
            fields.getOrDefault("secret", ""),
            time(fields, "since"),
            time(fields, "lastSignIn"),
            fields.getOrDefault("suspended", "").equals("1"),
            fields.getOrDefault("coHostOnly", "").equals("1")))
        : Optional.empty();
  }

  private static Instant time(Map<String, String> fields, String name) {
    return Instant.ofEpochMilli(Long.parseLong(fields.getOrDefault(name, "0")));
  }

  private static String millis(Instant time) {
    return String.valueOf(time.toEpochMilli());
  }

  private static Map<String, String> fields(List<?> reply) {
    var flat = flat(reply);
    var fields = new HashMap<String, String>();
    for (int i = 0; i < flat.size(); i += 2) {
      fields.put(flat.get(i), flat.get(i + 1));
    }
    return fields;
  }

  private static List<String> flat(List<?> reply) {
    var flat = new ArrayList<String>();
    for (Object each : reply) {
      if (each instanceof List<?> pair) {
        flat.addAll(flat(pair));
      } else {
        flat.add(Reply.text(each));
      }
    }
    return flat;
  }

  private CompletionStage<Object> call(Command command, String... arguments) {
    var all = new CommandArguments(command);
    for (String argument : arguments) {
      all.add(argument);
    }
    return calls.call(command.name(), all);
  }
}
