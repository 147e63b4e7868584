package dev.chatsway.twitch.chat;

import dev.chatsway.ingest.ChatLine;
import dev.chatsway.redis.chat.ChatStates;
import dev.chatsway.session.ChatState;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Tells Redis how the chats are that this instance reads. Belongs to the {@link ChatReader}, but for {@link #note}. */
final class ChatStatePublisher {

  private static final Duration REWRITE = ChatStates.LIFE.dividedBy(3);

  private final ChatStates states;
  private final Duration quiet;

  /** When the last line of each chat was read; written by the actors of the connections. */
  private final Map<String, Instant> lastLines = new ConcurrentHashMap<>();

  /** {@code quiet}: how long after its last line a chat counts as silent. */
  ChatStatePublisher(ChatStates states, Duration quiet) {
    this.states = states;
    this.quiet = quiet;
  }

  /** Notes that a line was read now; by any thread. */
  void note(ChatLine line) {
    var login = line.channel().login();
    if (login != null) {
      lastLines.put(login, now());
    }
  }

  /** How a chat is now. */
  ChatState state(String login, Chat chat) {
    return chat.state(lastLines.get(login), now(), quiet);
  }

  /** Writes the state of a chat if it is new or would soon be forgotten; it is written again soon, should that fail. */
  void publish(String login, Chat chat) {
    var state = state(login, chat);
    long nanos = System.nanoTime();
    if (!state.equals(chat.written) || nanos - chat.writtenNanos >= REWRITE.toNanos()) {
      chat.written = state;
      chat.writtenNanos = nanos;
      var unused = states.write(login, state);
    }
  }

  /** Forgets a chat that is no longer read here. */
  void forget(String login) {
    lastLines.remove(login);
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS);
  }
}
