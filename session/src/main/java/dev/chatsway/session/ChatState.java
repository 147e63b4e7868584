package dev.chatsway.session;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a channel's chat; nothing of what is said there.
 *
 * @param status how it is
 * @param id the platform's own id of the channel; null until it is learnt
 * @param lastLine when the newest line was read, by the clock of the instance that reads; null if none was
 * @param reason in the platform's words, or ours, why it is not read; null if it is
 */
public record ChatState(
    ChatStatus status,
    @Nullable String id,
    @Nullable Instant lastLine,
    @Nullable String reason) {

  /** A state of which no more is known. */
  public static ChatState of(ChatStatus status) {
    return new ChatState(status, null, null, null);
  }
}
