package dev.chatsway.redis.chat;

import dev.chatsway.redis.RedisCommands;
import dev.chatsway.redis.Reply;
import dev.chatsway.session.ChatState;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The states of Twitch chats, by their logins: written by the instance that reads a chat, shown by all instances. A
 * state that is not written again within {@link #LIFE} expires. Every stage fails with
 * {@link dev.chatsway.session.StoreUnavailableException} when Redis does not answer.
 */
public final class ChatStates {

  /** How long a state lasts after it was written. */
  public static final Duration LIFE = Duration.ofSeconds(6);

  private static final Logger LOG = LoggerFactory.getLogger(ChatStates.class);
  private static final JsonMapper JSON = JsonMapper.shared();

  private final RedisCommands calls;

  /** Speaks to Redis through {@code calls}. */
  public ChatStates(RedisCommands calls) {
    this.calls = calls;
  }

  /** The key of the lease on reading a chat. */
  public static String leaseKey(String login) {
    return key(login) + ":lease";
  }

  /** Writes a state. */
  public CompletionStage<?> write(String login, ChatState state) {
    return calls.call(
        "SET",
        new CommandArguments(Command.SET)
            .add(key(login))
            .add(JSON.writeValueAsString(state))
            .add("PX")
            .add(LIFE.toMillis()));
  }

  /** The newest state; empty if no instance has written one lately. */
  public CompletionStage<Optional<ChatState>> find(String login) {
    return calls
        .call("GET", new CommandArguments(Command.GET).add(key(login)))
        .thenApply(reply -> reply == null ? Optional.empty() : parse(Reply.text(reply)));
  }

  /** Empty for what a newer build has written in a form of its own. */
  private static Optional<ChatState> parse(String json) {
    try {
      return Optional.of(JSON.readValue(json, ChatState.class));
    } catch (JacksonException e) {
      LOG.debug("The state of a chat cannot be read", e);
      return Optional.empty();
    }
  }

  private static String key(String login) {
    return "chatsway:chat:twitch:" + login;
  }
}
