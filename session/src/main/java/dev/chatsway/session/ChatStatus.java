package dev.chatsway.session;

import dev.chatsway.session.json.StringEnum;

/** How a channel's chat reaches this server. */
public enum ChatStatus implements StringEnum {
  /** An instance is connecting to the chat. */
  CONNECTING,
  /** Being read; someone has written within the last minutes. */
  LIVE,
  /** Being read; no one has written within the last minutes. */
  SILENT,
  /** The platform has no such channel. */
  NO_SUCH_CHANNEL,
  /** The platform refuses to let it be read. */
  REFUSED,
  /** No instance is reading it at the moment. */
  UNREAD,
  /** Not read: the platform sends each line to the webhook. */
  WEBHOOK,
  /** The platform sent lines to the webhook and has stopped. */
  REVOKED
}
