package dev.chatsway.redis.vote;

import dev.chatsway.redis.Reply;
import dev.chatsway.redis.SessionFunctions;
import dev.chatsway.redis.SessionKeys;
import dev.chatsway.session.ChatCommand;
import dev.chatsway.session.VoteStatus;
import dev.chatsway.session.VoterIdHasher;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import tools.jackson.databind.json.JsonMapper;

/** Commands from chat, each carried out once however often, and by whichever way, its line arrives. */
public final class ChatCommands {

  private final SessionFunctions functions;
  private final VoterIdHasher hash;

  ChatCommands(SessionFunctions functions, VoterIdHasher hash) {
    this.functions = functions;
    this.hash = hash;
  }

  /**
   * Carries out a command.
   *
   * @param messageId of its line, with the platform in front
   * @return {@code OK}; {@code EXISTS} or {@code GONE} if a round is open already, or none is; {@code DUPLICATE}; {@code
   *     NO_SESSION} or {@code DELETED}. Fails with {@link dev.chatsway.session.StoreUnavailableException} if Redis did not say:
   *     it is then safe to try again
   */
  public CompletionStage<VoteStatus> apply(UUID session, ChatCommand command, String messageId) {
    byte[] seen = SessionKeys.of(session).seen(hash.of(session, "message " + messageId));
    CompletionStage<Reply> reply = switch (command.kind()) {
      case OPEN -> {
        var words = JsonMapper.shared().writeValueAsString(command.round().words());
        yield functions.openRound(session, words, command.round(), seen);
      }
      case CLOSE -> functions.closeRound(session, seen);
      case RESET -> functions.reset(session, seen);
    };
    return reply.thenApply(Reply::status);
  }
}
