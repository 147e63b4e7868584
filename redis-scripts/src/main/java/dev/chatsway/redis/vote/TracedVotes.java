package dev.chatsway.redis.vote;

import dev.chatsway.redis.RedisCommands;
import dev.chatsway.redis.Reply;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;

/**
 * The votes that are traced, in a short stream that all instances read: the trace of a vote goes on where it is shown.
 * Every stage fails with {@link dev.chatsway.session.StoreUnavailableException} when Redis does not answer.
 */
public final class TracedVotes {

  /** Before the first entry. */
  public static final String START = "0-0";

  private static final String KEY = "chatsway:traces";
  private static final int MOST = 1_000;
  private static final Duration LIFE = Duration.ofMinutes(1);

  /**
   * A vote that counted.
   *
   * @param id its place in the stream
   * @param traceparent the span that decided it, as a W3C header
   * @param revision the revision of the session that it made
   */
  public record TracedVote(String id, String traceparent, UUID session, long revision) {}

  private final RedisCommands calls;

  /** Sends its calls through {@code calls}. */
  public TracedVotes(RedisCommands calls) {
    this.calls = calls;
  }

  /** Adds a vote. */
  public CompletionStage<?> add(String traceparent, UUID session, long revision) {
    var added = calls.call(
        "XADD",
        new CommandArguments(Command.XADD)
            .add(KEY)
            .add("MAXLEN")
            .add("~")
            .add(MOST)
            .add("*")
            .add("traceparent")
            .add(traceparent)
            .add("session")
            .add(session.toString())
            .add("revision")
            .add(revision));
    return added.thenCombine(
        calls.call("PEXPIRE", new CommandArguments(Command.PEXPIRE).add(KEY).add(LIFE.toMillis())),
        (id, expires) -> id);
  }

  /** The votes after that id, oldest first, {@value #MOST} at most. */
  public CompletionStage<List<TracedVote>> after(String id) {
    return calls
        .call(
            "XRANGE",
            new CommandArguments(Command.XRANGE)
                .add(KEY)
                .add("(" + id)
                .add("+")
                .add("COUNT")
                .add(MOST))
        .thenApply(
            entries -> ((List<?>) entries).stream().map(TracedVotes::parse).toList());
  }

  private static TracedVote parse(Object entry) {
    var fields = (List<?>) ((List<?>) entry).get(1);
    return new TracedVote(
        Reply.text(((List<?>) entry).get(0)),
        Reply.text(fields.get(1)),
        UUID.fromString(Reply.text(fields.get(3))),
        Long.parseLong(Reply.text(fields.get(5))));
  }
}
