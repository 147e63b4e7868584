package dev.chatsway.redis;

import dev.chatsway.session.RoundRequest;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;

/** The library's functions on one session, as chatsway.lua documents them. */
public final class SessionFunctions {

  private static final byte[] VERSION =
      String.valueOf(FunctionLibrary.VERSION).getBytes(StandardCharsets.US_ASCII);

  private final RedisCommands calls;

  /** Calls through {@code calls}. */
  public SessionFunctions(RedisCommands calls) {
    this.calls = calls;
  }

  /** {@code create_session} with the fields of its record. */
  public CompletionStage<Reply> create(UUID id, Map<String, String> fields) {
    SessionKeys keys = SessionKeys.of(id);
    return write("create_session", keys.live(), keys.session(), keys.timeline(), keys.votesBucket())
        .fields(fields)
        .send();
  }

  /** {@code update_session}: {@code edits} is the value that was read together with the fields being changed. */
  public CompletionStage<Reply> update(UUID id, long edits, Map<String, String> fields) {
    SessionKeys keys = SessionKeys.of(id);
    return write("update_session", keys.live(), keys.session(), keys.timeline(), keys.votesBucket())
        .argument(String.valueOf(edits))
        .fields(fields)
        .send();
  }

  /** {@code reset_session}. */
  public CompletionStage<Reply> reset(UUID id) {
    SessionKeys keys = SessionKeys.of(id);
    return write(
            "reset_session",
            keys.live(),
            keys.timeline(),
            keys.votesBucket(),
            keys.session(),
            keys.undo())
        .send();
  }

  /** {@code undo_reset}. */
  public CompletionStage<Reply> undoReset(UUID id) {
    SessionKeys keys = SessionKeys.of(id);
    return write(
            "undo_reset",
            keys.live(),
            keys.timeline(),
            keys.votesBucket(),
            keys.session(),
            keys.undo())
        .send();
  }

  /** {@code open_round}: {@code words} is JSON. */
  public CompletionStage<Reply> openRound(UUID id, String words, RoundRequest request) {
    return onRounds("open_round", id)
        .argument(words)
        .argument(String.valueOf(request.seconds()))
        .argument(String.valueOf(request.resultSeconds()))
        .argument(String.valueOf(request.winAt()))
        .argument(String.valueOf(request.holdSeconds()))
        .send();
  }

  /** {@code close_round}. */
  public CompletionStage<Reply> closeRound(UUID id) {
    return onRounds("close_round", id).send();
  }

  /** {@code get_rounds}. */
  public CompletionStage<Reply> rounds(UUID id) {
    return onRounds("get_rounds", id).send();
  }

  private Write onRounds(String function, UUID id) {
    SessionKeys keys = SessionKeys.of(id);
    return write(
        function,
        keys.live(),
        keys.session(),
        keys.timeline(),
        keys.votesBucket(),
        keys.rounds(),
        keys.undo());
  }

  /** {@code delete_session}. */
  public CompletionStage<Reply> delete(UUID id) {
    SessionKeys keys = SessionKeys.of(id);
    return write(
            "delete_session",
            keys.live(),
            keys.session(),
            keys.rate(),
            keys.timeline(),
            keys.votesBucket(),
            keys.rounds(),
            keys.undo())
        .send();
  }

  /** {@code get_session}. */
  public CompletionStage<Reply> get(UUID id) {
    SessionKeys keys = SessionKeys.of(id);
    var command = new CommandArguments(Command.FCALL_RO)
        .add("get_session")
        .add(2)
        .add(keys.live())
        .add(keys.session());
    return calls.function("get_session", command);
  }

  /** {@code get_timeline}. */
  public CompletionStage<Reply> timeline(UUID id) {
    SessionKeys keys = SessionKeys.of(id);
    var command = new CommandArguments(Command.FCALL_RO)
        .add("get_timeline")
        .add(3)
        .add(keys.live())
        .add(keys.timeline())
        .add(keys.votesBucket());
    return calls.function("get_timeline", command);
  }

  /**
   * {@code apply_vote}: keys in the library's order; {@code settingsRevision} is the one that the text was matched
   * against, {@code source} the library's word for the vote's source.
   */
  public CompletionStage<Reply> applyVote(
      byte[][] keys, long settingsRevision, String side, double weight, String source) {
    return write("apply_vote", keys)
        .argument(String.valueOf(settingsRevision))
        .argument(side)
        .argument(weight == 1 ? "1" : String.valueOf(weight))
        .argument(source)
        .send();
  }

  private Write write(String function, byte[]... keys) {
    var command = new CommandArguments(Command.FCALL).add(function).add(keys.length);
    for (byte[] key : keys) {
      command.add(key);
    }
    return new Write(function, command.add(VERSION));
  }

  /** A call being built: every writing function is passed the library version that its caller needs. */
  private final class Write {
    private final String function;
    private final CommandArguments command;

    private Write(String function, CommandArguments command) {
      this.function = function;
      this.command = command;
    }

    private Write argument(String argument) {
      command.add(argument);
      return this;
    }

    private Write fields(Map<String, String> fields) {
      fields.forEach((field, value) -> command.add(field).add(value));
      return this;
    }

    private CompletionStage<Reply> send() {
      return calls.function(function, command);
    }
  }
}
