package dev.chatsway.redis.timeline;

import dev.chatsway.redis.RedisCommands;
import dev.chatsway.redis.Reply;
import dev.chatsway.redis.SessionFunctions;
import dev.chatsway.session.VoteStatus;
import dev.chatsway.session.timeline.Entry;
import dev.chatsway.session.timeline.Replay;
import dev.chatsway.session.timeline.Timeline;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/** Reads the timelines of sessions, which the functions that decide votes and change sessions write. */
public final class Timelines {

  /** The length of a timeline. */
  public static final Duration LONGEST = Duration.ofHours(12);

  private final SessionFunctions functions;

  /** Sends its calls through {@code calls}. */
  public Timelines(RedisCommands calls) {
    this.functions = new SessionFunctions(calls);
  }

  /**
   * A session's timeline; empty if there is no such session. Fails with
   * {@link dev.chatsway.session.StoreUnavailableException} when Redis does not answer.
   *
   * @param length how far back, in whole tens of seconds up to {@link #LONGEST}
   */
  public CompletionStage<Optional<Timeline>> read(UUID id, Duration length) {
    return functions
        .timeline(id)
        .thenApply(reply -> reply.status() == VoteStatus.OK
            ? Optional.of(replay(reply).last((int) (length.toMillis() / Entry.BUCKET_MILLIS)))
            : Optional.empty());
  }

  private static Replay replay(Reply reply) {
    long nowMillis = (Long) reply.rest().get(0) / 1000;
    return new Replay(Entry.unpack((byte[]) reply.rest().get(1)), nowMillis, reply.value());
  }
}
