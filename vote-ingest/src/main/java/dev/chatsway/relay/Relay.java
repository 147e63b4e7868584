package dev.chatsway.relay;

import dev.chatsway.ingest.ChatMessage;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** How a relay of chats speaks JSON over a WebSocket: an adapter is one class of this kind. A {@link RelayChat} does the rest. */
public interface Relay {

  /**
   * What a message of the relay means.
   *
   * @param line the line of chat in it, if there is one
   * @param reply what to send back, if anything
   * @param problem why it will send no chat, if it says so
   */
  record Meaning(
      @Nullable ChatMessage line,
      @Nullable String reply,
      @Nullable String problem) {

    static final Meaning NOTHING = new Meaning(null, null, null);

    static Meaning line(ChatMessage line) {
      return new Meaning(line, null, null);
    }

    static Meaning reply(String reply) {
      return new Meaning(null, reply, null);
    }

    static Meaning problem(String problem) {
      return new Meaning(null, null, problem);
    }
  }

  /** For people. */
  String name();

  /** What to send once the connection is open. */
  List<String> opening();

  /** Understands a message; anything unknown means nothing. */
  Meaning understand(JsonNode message);
}
