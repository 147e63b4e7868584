package dev.chatsway.redis;

import dev.chatsway.session.RoundRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
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

  /** {@code reset_session}; {@code seen} has the seen key of the message that asks for it, if one does. */
  public CompletionStage<Reply> reset(UUID id, byte[]... seen) {
    SessionKeys keys = SessionKeys.of(id);
    return write(
            "reset_session",
            and(
                seen,
                keys.live(),
                keys.timeline(),
                keys.votesBucket(),
                keys.session(),
                keys.undo()))
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

  /** {@code open_round}: {@code words} is JSON, {@code seen} as for a reset. */
  public CompletionStage<Reply> openRound(
      UUID id, String words, RoundRequest request, byte[]... seen) {
    return onRounds("open_round", id, seen)
        .argument(words)
        .argument(String.valueOf(request.seconds()))
        .argument(String.valueOf(request.resultSeconds()))
        .argument(String.valueOf(request.winAt()))
        .argument(String.valueOf(request.holdSeconds()))
        .send();
  }

  /** {@code close_round}; {@code seen} as for a reset. */
  public CompletionStage<Reply> closeRound(UUID id, byte[]... seen) {
    return onRounds("close_round", id, seen).send();
  }

  /** {@code get_rounds}. */
  public CompletionStage<Reply> rounds(UUID id) {
    return onRounds("get_rounds", id).send();
  }

  private Write onRounds(String function, UUID id, byte[]... more) {
    SessionKeys keys = SessionKeys.of(id);
    return write(
        function,
        and(
            more,
            keys.live(),
            keys.session(),
            keys.timeline(),
            keys.votesBucket(),
            keys.rounds(),
            keys.undo()));
  }

  private static byte[][] and(byte[][] more, byte[]... keys) {
    return Stream.concat(Stream.of(keys), Stream.of(more)).toArray(byte[][]::new);
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
            keys.undo(),
            keys.webhooks(),
            keys.outbox())
        .send();
  }

  /** {@code add_webhook}. */
  public CompletionStage<Reply> addWebhook(UUID id, String url, String secret) {
    return onOutbox("add_webhook", id).argument(url).argument(secret).send();
  }

  /** {@code remove_webhook}. */
  public CompletionStage<Reply> removeWebhook(UUID id, long target) {
    return onWebhook("remove_webhook", id, target).send();
  }

  /** {@code enable_webhook}. */
  public CompletionStage<Reply> enableWebhook(UUID id, long target) {
    return onWebhook("enable_webhook", id, target).send();
  }

  /** {@code claim_deliveries}, for a time. */
  public CompletionStage<Reply> claimDeliveries(UUID id, Duration claim) {
    return onOutbox("claim_deliveries", id)
        .argument(String.valueOf(claim.toMillis()))
        .send();
  }

  /** {@code finish_delivery}: the arguments behind the target's number, in the library's order. */
  public CompletionStage<Reply> finishDelivery(UUID id, long target, String... arguments) {
    var call = onWebhook("finish_delivery", id, target);
    for (String argument : arguments) {
      call = call.argument(argument);
    }
    return call.send();
  }

  private Write onWebhook(String function, UUID id, long target) {
    return write(function, SessionKeys.of(id).webhooks()).argument(String.valueOf(target));
  }

  private Write onOutbox(String function, UUID id) {
    SessionKeys keys = SessionKeys.of(id);
    return onRounds(function, id, keys.webhooks(), keys.outbox());
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
