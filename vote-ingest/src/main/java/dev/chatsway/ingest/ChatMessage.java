package dev.chatsway.ingest;

import dev.chatsway.session.Side;
import dev.chatsway.session.text.TriggerMatcher;
import dev.chatsway.session.text.TriggerMatcher.MatchResult;
import org.jspecify.annotations.Nullable;

/**
 * What somebody brought to be counted, before any session has judged it.
 *
 * @param voter with the platform in front, so that two platforms never collide
 * @param messageId with the platform in front; null if the sender gave none
 * @param fromElsewhere whether it was written in another channel of a shared chat
 */
record ChatMessage(
    String voter, @Nullable String messageId, Choice choice, Role role, boolean fromElsewhere) {

  /** A line of chat, or a side that a bot has already made out. */
  sealed interface Choice {

    MatchResult match(TriggerMatcher triggers);

    record Text(String text) implements Choice {
      @Override
      public MatchResult match(TriggerMatcher triggers) {
        return triggers.match(text);
      }
    }

    record Chosen(Side side) implements Choice {
      @Override
      public MatchResult match(TriggerMatcher triggers) {
        return side == Side.FOR ? MatchResult.FOR : MatchResult.AGAINST;
      }
    }
  }
}
