package dev.chatsway.twitch.chat;

import dev.chatsway.redis.Lease;
import dev.chatsway.session.ChatState;
import dev.chatsway.session.ChatStatus;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A chat that sessions want read, by this instance or another. Belongs to the {@link ChatReader}. */
final class Chat {

  final Lease lease;

  /** Whether the lease was asked for and the answer is still to come. */
  boolean isAsking;

  /** Whether this instance reads it. */
  boolean isRead;

  /** What was written to Redis last. */
  @Nullable
  ChatState written;

  long writtenNanos;

  private ChatStatus status = ChatStatus.CONNECTING;
  private @Nullable String id;
  private @Nullable String reason;

  Chat(Lease lease) {
    this.lease = lease;
  }

  void connecting() {
    status = ChatStatus.CONNECTING;
    reason = null;
  }

  /** {@code newId} may be empty. */
  void joined(String newId) {
    status = ChatStatus.SILENT;
    id = newId.isEmpty() ? id : newId;
    reason = null;
  }

  void refused(ChatStatus newStatus, String why) {
    status = newStatus;
    reason = why;
  }

  /** How it is at {@code now}; silent from {@code quiet} after its last line on. */
  ChatState state(@Nullable Instant lastLine, Instant now, Duration quiet) {
    boolean isLive =
        status == ChatStatus.SILENT && lastLine != null && lastLine.plus(quiet).isAfter(now);
    return new ChatState(isLive ? ChatStatus.LIVE : status, id, lastLine, reason);
  }
}
