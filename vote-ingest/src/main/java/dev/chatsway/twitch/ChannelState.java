package dev.chatsway.twitch;

/** What has become of the subscription to one channel's chat. */
enum ChannelState {
  /** Twitch sends. */
  ENABLED,
  /** On its way; nothing to do. */
  PENDING,
  /** Twitch does not let us, mostly because somebody's consent is missing. */
  MISSING,
  /** Twitch did send, and has stopped. */
  REVOKED;

  /** The word in answers and metrics. */
  String wire() {
    return TwitchMetrics.lower(this);
  }
}
