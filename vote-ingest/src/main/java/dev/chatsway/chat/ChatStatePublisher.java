package dev.chatsway.chat;

import dev.chatsway.ingest.ChatLine;
import dev.chatsway.redis.chat.ChatStates;
import dev.chatsway.session.Channel;
import dev.chatsway.session.ChatState;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Publishes in Redis the states of the chats that this instance reads. Confined to the {@link ChatReader}, except
 * {@link #note}.
 */
final class ChatStatePublisher {

  private static final Duration REWRITE = ChatStates.LIFE.dividedBy(3);

  private final ChatStates states;
  private final Duration quiet;

  /** When the last line of each chat was read; written by the actors of the connections. */
  private final Map<Channel, Instant> lastLines = new ConcurrentHashMap<>();

  /** {@code quiet}: how long after its last line a chat counts as silent. */
  ChatStatePublisher(ChatStates states, Duration quiet) {
    this.states = states;
    this.quiet = quiet;
  }

  /** Records that a line was read now; thread-safe. */
  void note(ChatLine line) {
    lastLines.put(line.channel(), now());
  }

  /** The current state of a chat. */
  ChatState state(Channel channel, Chat chat) {
    return chat.state(lastLines.get(channel), now(), quiet);
  }

  /** Writes the state of a chat if it is new or about to expire; if that fails, it is soon written again. */
  void publish(Channel channel, Chat chat) {
    var state = state(channel, chat);
    long nanos = System.nanoTime();
    if (!state.equals(chat.written) || nanos - chat.writtenNanos >= REWRITE.toNanos()) {
      chat.written = state;
      chat.writtenNanos = nanos;
      var unused = states.write(channel, state);
    }
  }

  /** Removes a chat that is no longer read here. */
  void forget(Channel channel) {
    lastLines.remove(channel);
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS);
  }
}
