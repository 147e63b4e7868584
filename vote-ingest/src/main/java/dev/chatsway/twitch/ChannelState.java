package dev.chatsway.twitch;

/** The state of the subscription to a channel's chat. */
enum ChannelState {
  /** Twitch delivers. */
  ENABLED,
  /** Being set up; nothing to do. */
  PENDING,
  /** Twitch refuses, mostly because a consent is missing. */
  MISSING,
  /** Twitch has stopped delivering. */
  REVOKED;

  /** The word in responses and metrics. */
  String wire() {
    return TwitchMetrics.lower(this);
  }
}
