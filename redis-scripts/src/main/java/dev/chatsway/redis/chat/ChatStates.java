package dev.chatsway.redis.chat;

import dev.chatsway.redis.RedisCommands;
import dev.chatsway.redis.Reply;
import dev.chatsway.session.Channel;
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
 * The states of the chats that the server reads: written by the instance that reads a chat, shown by all instances. A
 * state that is not written again within {@link #LIFE} expires. Every stage fails with
 * {@link dev.chatsway.session.StoreUnavailableException} when Redis does not answer.
 */
public final class ChatStates {

  /** How long a state lasts after it was written. */
  public static final Duration LIFE = Duration.ofSeconds(6);

  private static final Logger LOG = LoggerFactory.getLogger(ChatStates.class);
  private static final JsonMapper JSON = JsonMapper.shared();

  private final RedisCommands calls;

  /** Sends its calls through {@code calls}. */
  public ChatStates(RedisCommands calls) {
    this.calls = calls;
  }

  /** The key of the lease on reading a chat. */
  public static String leaseKey(Channel channel) {
    return key(channel) + ":lease";
  }

  /** Writes a state. */
  public CompletionStage<?> write(Channel channel, ChatState state) {
    return calls.call(
        "SET",
        new CommandArguments(Command.SET)
            .add(key(channel))
            .add(JSON.writeValueAsString(state))
            .add("PX")
            .add(LIFE.toMillis()));
  }

  /** The newest state; empty if no instance has written one recently. */
  public CompletionStage<Optional<ChatState>> find(Channel channel) {
    return calls
        .call("GET", new CommandArguments(Command.GET).add(key(channel)))
        .thenApply(reply -> reply == null ? Optional.empty() : parse(Reply.text(reply)));
  }

  /** Empty for a state that a newer build wrote in another format. */
  private static Optional<ChatState> parse(String json) {
    try {
      return Optional.of(JSON.readValue(json, ChatState.class));
    } catch (JacksonException e) {
      LOG.debug("The state of a chat cannot be read", e);
      return Optional.empty();
    }
  }

  private static String key(Channel channel) {
    return "chatsway:chat:" + channel.platform() + ":" + channel.name();
  }
}
