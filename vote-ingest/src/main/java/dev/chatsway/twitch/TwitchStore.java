package dev.chatsway.twitch;

import dev.chatsway.redis.Lease;
import dev.chatsway.redis.RedisCommands;
import dev.chatsway.redis.Reply;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;
import tools.jackson.databind.json.JsonMapper;

/**
 * The data that all instances of an application share: the conduit, the result of the newest comparison, and who has
 * consented here; no tokens or secrets. Continues in the executor after each answer, because Redis answers on a thread
 * that all calls share.
 */
final class TwitchStore {

  /**
   * The conduit.
   *
   * @param mark fingerprint of the webhook that is its shard, so that another address or secret is noticed
   */
  record Conduit(String id, String mark) {}

  private static final JsonMapper JSON = JsonMapper.shared();

  private final RedisCommands calls;
  private final Executor executor;
  private final String prefix;

  TwitchStore(RedisCommands calls, TwitchSettings settings, Executor executor) {
    this.calls = calls;
    this.executor = executor;
    this.prefix = "chatsway:twitch:" + settings.clientId() + ":";
  }

  Lease lease(Duration length) {
    return new Lease(calls, prefix + "lease", length);
  }

  CompletionStage<Optional<Conduit>> conduit() {
    return call(new CommandArguments(Command.HMGET)
            .add(prefix + "conduit")
            .add("id")
            .add("mark"))
        .thenApply(reply -> {
          var fields = (List<?>) reply;
          return Optional.ofNullable(fields.get(0))
              .map(id -> new Conduit(
                  Reply.text(id), fields.get(1) == null ? "" : Reply.text(fields.get(1))));
        });
  }

  CompletionStage<?> remember(Conduit conduit) {
    return call(new CommandArguments(Command.HSET)
        .add(prefix + "conduit")
        .add("id")
        .add(conduit.id())
        .add("mark")
        .add(conduit.mark()));
  }

  CompletionStage<Optional<ReconciliationReport>> pass() {
    return call(new CommandArguments(Command.GET).add(prefix + "pass"))
        .thenApply(reply -> Optional.ofNullable(reply)
            .map(json -> JSON.readValue(Reply.text(json), ReconciliationReport.class)));
  }

  CompletionStage<?> remember(ReconciliationReport pass) {
    return call(
        new CommandArguments(Command.SET).add(prefix + "pass").add(JSON.writeValueAsString(pass)));
  }

  /** The scopes that accounts have consented to here, by user id. */
  CompletionStage<Map<String, String>> consents() {
    return call(new CommandArguments(Command.HGETALL).add(prefix + "consents")).thenApply(reply -> {
      var flat = (List<?>) reply;
      var consents = new HashMap<String, String>();
      for (int i = 0; i < flat.size(); i += 2) {
        consents.put(Reply.text(flat.get(i)), Reply.text(flat.get(i + 1)));
      }
      return consents;
    });
  }

  CompletionStage<?> rememberConsent(String account, String scopes) {
    return call(
        new CommandArguments(Command.HSET).add(prefix + "consents").add(account).add(scopes));
  }

  /** Marks a one-time value as used; false if it was used before. */
  CompletionStage<Boolean> useUp(String name, Duration longest) {
    return call(new CommandArguments(Command.SET)
            .add(prefix + "used:" + name)
            .add("1")
            .add("NX")
            .add("PX")
            .add(longest.toMillis()))
        .thenApply(reply -> reply != null);
  }

  private CompletionStage<Object> call(CommandArguments command) {
    var name =
        new String(command.getCommand().getRaw(), java.nio.charset.StandardCharsets.US_ASCII);
    return calls.call(name, command).thenApplyAsync(reply -> reply, executor);
  }
}
