package dev.chatsway.redis;

import dev.chatsway.session.StoreUnavailableException;
import dev.chatsway.session.VoterIdHasher;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;

/** Waits at the start until Redis answers, and checks that this instance may share it with others. */
public final class RedisStart {

  private static final Logger LOG = LoggerFactory.getLogger(RedisStart.class);
  private static final String FINGERPRINT = "chatsway:admin-token:fingerprint";
  private static final Duration PAUSE = Duration.ofMillis(250);
  private static final long FIRST_REPORT_NANOS = Duration.ofSeconds(1).toNanos();
  private static final long REPORT_NANOS = Duration.ofSeconds(5).toNanos();

  /** Errors that waiting does not fix: a wrong login, a wrong kind of server, a certificate for another host. */
  private static final List<String> FINAL = List.of(
      "WRONGPASS",
      "NOAUTH",
      "NOPERM",
      "invalid password",
      "cluster support disabled",
      "SSLHandshakeException");

  private final RedisCommands calls;
  private final VoterIdHasher hasher;
  private final boolean shared;
  private final long endNanos;
  private long reportNanos = System.nanoTime() + FIRST_REPORT_NANOS; // the chain of tries writes it

  private RedisStart(RedisCommands calls, Duration limit, VoterIdHasher hasher, boolean shared) {
    this.calls = calls;
    this.hasher = hasher;
    this.shared = shared;
    this.endNanos = System.nanoTime() + limit.toNanos();
  }

  /**
   * Waits until Redis answers with a library that this build can use and accepts writes, and checks its contents.
   *
   * @param hasher this instance's; all instances on one Redis must hash alike
   * @param shared whether other instances may use this Redis; if not, its admin token may have changed
   * @return what Redis says of itself, the answer to {@code HELLO}; fails with {@link StoreUnavailableException} after
   *     {@code limit}, or at once if waiting is pointless; with {@link IllegalStateException} if this instance must not
   *     use this Redis
   */
  public static CompletionStage<Object> begin(
      RedisCommands calls, Duration limit, VoterIdHasher hasher, boolean shared) {
    return new RedisStart(calls, limit, hasher, shared).attempt();
  }

  private CompletionStage<Object> attempt() {
    return calls
        .probe()
        .thenCompose(answered -> refuseDevelopmentKeys())
        .thenCompose(none -> compareFingerprint())
        .thenCompose(same -> calls.call("hello", new CommandArguments(Command.HELLO)))
        .<CompletionStage<Object>>handle((hello, failure) ->
            failure == null ? CompletableFuture.completedStage(hello) : again(failure))
        .thenCompose(next -> next);
  }

  private CompletionStage<Object> again(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    String why = String.valueOf(cause == null ? failure.getMessage() : cause.getMessage());
    long now = System.nanoTime();
    if (now - endNanos >= 0
        || !(cause instanceof StoreUnavailableException)
        || FINAL.stream().anyMatch(why::contains)) {
      return CompletableFuture.failedStage(failure);
    }
    if (now - reportNanos >= 0) {
      LOG.info("Waiting for Redis: {}", why);
      reportNanos = now + REPORT_NANOS;
    }
    return CompletableFuture.supplyAsync(
            this::attempt,
            CompletableFuture.delayedExecutor(
                PAUSE.toMillis(), TimeUnit.MILLISECONDS, Runnable::run))
        .thenCompose(next -> next);
  }

  /** Sessions of builds before the first release have other hash tags and would seem to be lost. */
  private CompletionStage<?> refuseDevelopmentKeys() {
    var first =
        new CommandArguments(Command.ZRANGE).add("chatsway:sessions").add(0).add(0);
    return calls.call("ZRANGE", first).thenCompose(reply -> {
      List<String> entries = ((List<?>) reply).stream().map(Reply::text).toList();
      if (entries.isEmpty()) {
        return CompletableFuture.completedStage(null);
      }
      UUID id = UUID.fromString(entries.get(0).substring(entries.get(0).indexOf(':') + 1));
      String old = "chatsway:{" + SessionKeys.bucket(id) + "}:session:" + id;
      return calls
          .call("EXISTS", new CommandArguments(Command.EXISTS).add(old))
          .thenAccept(found -> {
            if (found.equals(1L)) {
              throw new IllegalStateException(
                  "Redis holds sessions of a development build, under keys that this version does not read;"
                      + " use an empty Redis, or delete the keys chatsway:*");
            }
          });
    });
  }

  private CompletionStage<?> compareFingerprint() {
    String own = hasher.of(new UUID(0, 0), "fingerprint");
    var set = new CommandArguments(Command.SET).add(FINGERPRINT).add(own);
    if (shared) {
      set.add("NX");
    }
    var get = new CommandArguments(Command.GET).add(FINGERPRINT);
    return calls.call("SET", set).thenCompose(done -> calls.call("GET", get)).thenAccept(found -> {
      if (found == null || !Reply.text(found).equals(own)) {
        throw new IllegalStateException(
            "the admin token differs from that of the instances on this Redis;"
                + " docs/operations.md says how to change it");
      }
    });
  }
}
