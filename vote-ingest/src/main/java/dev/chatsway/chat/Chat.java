package dev.chatsway.chat;

import dev.chatsway.redis.Lease;
import dev.chatsway.session.ChatState;
import dev.chatsway.session.ChatStatus;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A chat that sessions need, read by this instance or another. Confined to the {@link ChatReader}. */
final class Chat {

  final Lease lease;

  /** Whether a request for the lease is in flight. */
  boolean isAsking;

  /** Whether this instance reads it. */
  boolean isRead;

  /** The state that was last written to Redis. */
  @Nullable
  ChatState written;

  long writtenNanos;

  private ChatStatus status = ChatStatus.CONNECTING;
  private @Nullable String id;
  private @Nullable String reason;

  Chat(Lease lease) {
    this.lease = lease;
  }

  /** {@code why} there is no connection, if it is known. */
  void connecting(@Nullable String why) {
    status = ChatStatus.CONNECTING;
    reason = why;
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

  /** Its state at {@code now}; silent if the last line is older than {@code quiet}. */
  ChatState state(@Nullable Instant lastLine, Instant now, Duration quiet) {
    boolean isLive =
        status == ChatStatus.SILENT && lastLine != null && lastLine.plus(quiet).isAfter(now);
    return new ChatState(isLive ? ChatStatus.LIVE : status, id, lastLine, reason);
  }
}
