package dev.chatsway.ingest;

import dev.chatsway.session.Side;
import dev.chatsway.session.text.TriggerMatcher;
import dev.chatsway.session.text.TriggerMatcher.MatchResult;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A line of chat that may be a vote, before it is matched against a session's triggers.
 *
 * @param voter the voter's id, prefixed with the platform, so that two platforms never collide
 * @param id the message id, prefixed with the platform, the same whichever way the line arrives; null if the sender
 *     gave none
 * @param text the text; empty if the sender has chosen the side
 * @param side the side that a bot has chosen; null to match the text
 * @param fromElsewhere whether it was written in another channel of a shared chat
 * @param channels the names of the channel that it arrived from, as the sessions' sides have them; empty if it is not known
 */
public record ChatMessage(
    String voter,
    @Nullable String id,
    String text,
    @Nullable Side side,
    Role role,
    boolean fromElsewhere,
    List<String> channels) {

  /** From a channel that is not known. */
  public ChatMessage(
      String voter,
      @Nullable String id,
      String text,
      @Nullable Side side,
      Role role,
      boolean fromElsewhere) {
    this(voter, id, text, side, role, fromElsewhere, List.of());
  }

  /** The same line with the name of its channel. */
  public ChatMessage in(String channel) {
    return new ChatMessage(voter, id, text, side, role, fromElsewhere, List.of(channel));
  }

  /** Matches it against triggers. */
  MatchResult match(TriggerMatcher triggers) {
    if (side == null) {
      return triggers.match(text);
    }
    return side == Side.FOR ? MatchResult.FOR : MatchResult.AGAINST;
  }
}
