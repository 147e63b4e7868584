package dev.chatsway.relay;

import dev.chatsway.ingest.ChatMessage;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The protocol of a program that relays chat as JSON over a WebSocket. An adapter is one such class; {@link RelayChat}
 * does the rest.
 */
public interface Relay {

  /** Beyond this, what a relay says of a problem is cut: it is logged, and stored as the chat's state. */
  int PROBLEM_CHARACTERS = 200;

  /**
   * The meaning of a message from the relay.
   *
   * @param line the line of chat in it, if any
   * @param reply the message to send back, if any
   * @param problem why the relay will send no chat, if it says so
   * @param isReady whether the relay says that it will send chat
   */
  record Meaning(
      @Nullable ChatMessage line,
      @Nullable String reply,
      @Nullable String problem,
      boolean isReady) {

    static final Meaning NOTHING = new Meaning(null, null, null, false);
    static final Meaning READY = new Meaning(null, null, null, true);

    static Meaning line(ChatMessage line) {
      return new Meaning(line, null, null, false);
    }

    static Meaning reply(String reply) {
      return new Meaning(null, reply, null, false);
    }

    static Meaning problem(String problem) {
      return new Meaning(
          null, null, problem.substring(0, Math.min(problem.length(), PROBLEM_CHARACTERS)), false);
    }
  }

  /** The name, for people. */
  String name();

  /** The message to send once the connection is open. */
  List<String> opening();

  /** Whether it says {@link Meaning#READY}; one that does not is ready once the connection is open. */
  boolean saysReady();

  /** Interprets a message; unknown ones are ignored. */
  Meaning understand(JsonNode message);
}
