package dev.chatsway.standalone.bot;

import dev.chatsway.session.text.TextNormalizer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Optional;
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

  /**
   * A {@code PRIVMSG} of Twitch; empty without the tags that say who wrote it and which message it is.
   *
   * <p>In a shared chat a line that was written elsewhere has {@code source-room-id} and {@code source-id}; the latter is what
   * its copies in all channels have in common.
   */
  static Optional<ChatVote> of(IrcLine line) {
    var id = line.tag("source-id").or(() -> line.tag("id"));
    var voter = line.tag("user-id");
    if (id.isEmpty() || voter.isEmpty()) {
      return Optional.empty();
    }
    var vote = JSON.createObjectNode()
        .put("id", "twitch:" + id.get())
        .put("voter", "twitch:" + voter.get())
        .put(
            "text",
            TextNormalizer.withoutMention(
                line.text(), line.tag("reply-parent-display-name").orElse("")));
    if (line.tag("source-room-id")
        .filter(room -> !line.tag("room-id").equals(Optional.of(room)))
        .isPresent()) {
      vote.put("fromSharedChat", true);
    }
    var json = JSON.writeValueAsString(vote);
    return Optional.of(new ChatVote(json, json.getBytes(StandardCharsets.UTF_8).length));
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
