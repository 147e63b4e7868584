package dev.chatsway.redis.round;

import dev.chatsway.redis.RedisCommands;
import dev.chatsway.redis.Reply;
import dev.chatsway.redis.SessionFunctions;
import dev.chatsway.session.RoundRequest;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import tools.jackson.databind.json.JsonMapper;

/**
 * The rounds of sessions. Every stage is empty if there is no such session, and fails with
 * {@link dev.chatsway.session.StoreUnavailableException} when Redis does not answer.
 */
public final class Rounds {

  private final SessionFunctions functions;

  /** Sends its calls through {@code calls}. */
  public Rounds(RedisCommands calls) {
    this.functions = new SessionFunctions(calls);
  }

  /** Resets the bar to neutral and opens a round; {@code EXISTS} if one is already open. */
  public CompletionStage<Optional<RoundsSnapshot>> open(UUID id, RoundRequest request) {
    String words = JsonMapper.shared().writeValueAsString(request.words());
    return functions.openRound(id, words, request).thenApply(Rounds::snapshot);
  }

  /** Ends the open round at once; {@code GONE} if none is open. */
  public CompletionStage<Optional<RoundsSnapshot>> close(UUID id) {
    return functions.closeRound(id).thenApply(Rounds::snapshot);
  }

  /** The open round and the results. The first call after the end of a round decides it. */
  public CompletionStage<Optional<RoundsSnapshot>> read(UUID id) {
    return functions.rounds(id).thenApply(Rounds::snapshot);
  }

  private static Optional<RoundsSnapshot> snapshot(Reply reply) {
    return switch (reply.status()) {
      case OK, EXISTS, GONE -> Optional.of(RoundsSnapshot.of(reply));
      case NO_SESSION, DELETED -> Optional.empty();
      default ->
        throw new IllegalStateException("the function library answered " + reply.status() + " "
            + reply.rest().stream().map(Reply::text).toList());
    };
  }
}
