package dev.chatsway.session;

import dev.chatsway.session.json.StringEnum;

/** How a channel's chat reaches this server. */
public enum ChatStatus implements StringEnum {
  /** An instance is connecting to the chat. */
  CONNECTING,
  /** Read, and somebody has written within the last minutes. */
  LIVE,
  /** Read, but nobody has written within the last minutes. */
  SILENT,
  /** The platform knows no such channel. */
  NO_SUCH_CHANNEL,
  /** The platform does not let us read it. */
  REFUSED,
  /** No instance reads it at this moment. */
  UNREAD,
  /** Nothing is read: the platform sends each line to our webhook. */
  WEBHOOK,
  /** The platform sent lines to our webhook and has stopped. */
  REVOKED
}
