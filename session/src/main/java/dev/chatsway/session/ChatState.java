package dev.chatsway.session;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The state of a channel's chat; contains nothing that was said there.
 *
 * @param status how the chat reaches this server, if it does
 * @param id the platform's id of the channel; null until it is known
 * @param lastLine when the newest line was read, by the clock of the instance that reads it; null if there was none
 * @param reason why it is not read, in the platform's words or Chatsway's; null if it is
 */
public record ChatState(
    ChatStatus status,
    @Nullable String id,
    @Nullable Instant lastLine,
    @Nullable String reason) {

  /** A state with nothing but a status. */
  public static ChatState of(ChatStatus status) {
    return new ChatState(status, null, null, null);
  }
}
