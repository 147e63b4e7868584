package dev.chatsway.standalone.bot;

import dev.chatsway.ingest.ChatMessage;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/**
 * A line of chat as the server is told of it. What it says is the server's to judge: the bot knows no triggers.
 *
 * @param json an item for {@code POST /webhooks/votes}
 * @param bytes how long that is on the wire
 */
record ChatVote(String json, int bytes) {

  private static final JsonMapper JSON = JsonMapper.shared();

  static ChatVote of(ChatMessage message) {
    var vote = JSON.createObjectNode()
        .put("id", message.id())
        .put("voter", message.voter())
        .put("text", message.text());
    if (message.fromElsewhere()) {
      vote.put("fromSharedChat", true);
    }
    if (!message.channels().isEmpty()) { // the last is the one that people know
      vote.put("channel", message.channels().get(message.channels().size() - 1));
    }
    var json = JSON.writeValueAsString(vote);
    return new ChatVote(json, json.getBytes(StandardCharsets.UTF_8).length);
  }

  static String array(Collection<ChatVote> votes) {
    return votes.stream().map(ChatVote::json).collect(Collectors.joining(",", "[", "]"));
  }

  /** Without what was said. */
  @Override
  public String toString() {
    return "ChatVote[" + bytes + " bytes]";
  }
}
