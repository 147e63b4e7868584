package dev.chatsway.broadcaster;

/** Why a client is closed, and whether it should reconnect. */
enum CloseReason {
  GOING_AWAY("going_away", true),
  /** Another instance has fewer clients. */
  REBALANCE("rebalance", true),
  ROTATED("rotated", false),
  DELETED("deleted", false),
  UNAVAILABLE("unavailable", true);

  final String word;
  final boolean reconnect;

  CloseReason(String word, boolean reconnect) {
    this.word = word;
    this.reconnect = reconnect;
  }
}
