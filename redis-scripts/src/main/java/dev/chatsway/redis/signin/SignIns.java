package dev.chatsway.redis.signin;

import dev.chatsway.redis.RedisCommands;
import dev.chatsway.redis.Reply;
import dev.chatsway.session.Tokens;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;

/**
 * The store of sign-ins to the studio. Each is a key that expires, named by the hash of its secret; a sorted set lists
 * those of one principal as hints: an id is added after its key is written, so one without a key has ended. Every stage
 * fails with {@link dev.chatsway.session.StoreUnavailableException} when Redis does not answer.
 */
public final class SignIns {

  /** A new sign-in, with the only copy of its secret. */
  public record Begun(SignIn signIn, String secret) {}

  /** Maximum sign-ins of one principal; a further one ends the oldest. */
  static final int MOST = 100;

  /** The resolution of {@link SignIn#lastUsed}, because a write for each request would be too much. */
  private static final Duration GRAIN = Duration.ofMinutes(1);

  private static final String KEY = "chatsway:sign-in:";
  private static final String LIST = "chatsway:sign-ins:";

  private final RedisCommands calls;
  private final Duration idle;
  private final Duration longest;

  /** Sign-ins end after {@code idle} without use, and at the latest {@code longest} after they began. */
  public SignIns(RedisCommands calls, Duration idle, Duration longest) {
    this.calls = calls;
    this.idle = idle;
    this.longest = longest;
  }

  /** Begins a sign-in with a new secret. */
  public CompletionStage<Begun> begin(Principal principal, String mark) {
    String secret = Tokens.token();
    return now().thenCompose(now -> {
      var signIn = new SignIn(Tokens.hash(secret), principal, mark, now, now);
      String list = LIST + signIn.principal().name();
      return write(signIn, now)
          .thenCompose(
              written -> call(Command.ZADD, list, String.valueOf(now.toEpochMilli()), signIn.id()))
          .thenCompose(added -> call(Command.PEXPIRE, list, String.valueOf(longest.toMillis())))
          .thenCompose(kept -> of(principal))
          .thenCompose(all -> remove(all.subList(Math.min(MOST, all.size()), all.size())))
          .thenApply(ended -> new Begun(signIn, secret));
    });
  }

  /** The sign-in with this secret, unless it has ended; marks it as used now. */
  public CompletionStage<Optional<SignIn>> use(String secret) {
    String id = Tokens.hash(secret);
    return get(id).thenCombine(now(), this::touch).thenCompose(used -> used);
  }

  /** All sign-ins of one principal, newest first. */
  public CompletionStage<List<SignIn>> of(Principal principal) {
    String list = LIST + principal.name();
    return call(Command.ZREVRANGE, list, "0", "-1").thenCompose(reply -> {
      var found = ((List<?>) reply)
          .stream()
              .map(Reply::text)
              .map(id -> listed(list, id).toCompletableFuture())
              .toList();
      return all(found)
          .thenApply(
              done -> found.stream().flatMap(each -> each.join().stream()).toList());
    });
  }

  /** One of the list; an id whose key has expired is taken from it. */
  private CompletionStage<Optional<SignIn>> listed(String list, String id) {
    return get(id)
        .thenCompose(found -> found.isPresent()
            ? CompletableFuture.completedStage(found)
            : call(Command.ZREM, list, id).thenApply(removed -> found));
  }

  /** Ends one; false if it had ended before. */
  public CompletionStage<Boolean> end(SignIn signIn) {
    return call(Command.DEL, KEY + signIn.id())
        .thenCompose(deleted -> call(Command.ZREM, LIST + signIn.principal().name(), signIn.id())
            .thenApply(removed -> (Long) deleted > 0));
  }

  /** Ends one by its id, if there is one. */
  public CompletionStage<?> end(String id) {
    return get(id)
        .thenCompose(
            found -> found.isEmpty() ? CompletableFuture.completedStage(false) : end(found.get()));
  }

  /** Ends all of one principal. */
  public CompletionStage<?> endAll(Principal principal) {
    return of(principal).thenCompose(this::remove);
  }

  private CompletionStage<?> remove(List<SignIn> signIns) {
    return all(signIns.stream().map(each -> end(each).toCompletableFuture()).toList());
  }

  private CompletionStage<Optional<SignIn>> touch(Optional<SignIn> found, Instant now) {
    if (found.isEmpty() || now.isBefore(found.get().lastUsed().plus(GRAIN))) {
      return CompletableFuture.completedStage(found);
    }
    SignIn used = found.get().used(now);
    return left(used, now) <= 0
        ? CompletableFuture.completedStage(Optional.empty())
        : write(used, now, "XX") // one that was ended meanwhile stays ended
            .thenApply(reply -> reply == null ? Optional.empty() : found);
  }

  private CompletionStage<Object> write(SignIn signIn, Instant now, String... condition) {
    var arguments = new ArrayList<>(
        List.of(KEY + signIn.id(), signIn.toRecord(), "PX", String.valueOf(left(signIn, now))));
    arguments.addAll(List.of(condition));
    return call(Command.SET, arguments.toArray(String[]::new));
  }

  /** In ms. */
  private long left(SignIn signIn, Instant now) {
    long toEnd = Duration.between(now, signIn.since().plus(longest)).toMillis();
    return Math.min(toEnd, idle.toMillis());
  }

  private CompletionStage<Optional<SignIn>> get(String id) {
    return call(Command.GET, KEY + id)
        .thenApply(reply ->
            Optional.ofNullable(reply).map(Reply::text).map(text -> SignIn.parse(id, text)));
  }

  private CompletionStage<Instant> now() {
    return call(Command.TIME)
        .thenApply(reply -> Instant.ofEpochMilli((long) (Reply.micros((List<?>) reply) / 1e3)));
  }

  private CompletionStage<Object> call(Command command, String... arguments) {
    var all = new CommandArguments(command);
    for (String argument : arguments) {
      all.add(argument);
    }
    return calls.call(command.name(), all);
  }

  private static CompletableFuture<Void> all(List<? extends CompletableFuture<?>> stages) {
    return CompletableFuture.allOf(stages.toArray(CompletableFuture<?>[]::new));
  }
}
