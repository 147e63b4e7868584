package dev.chatsway.session;

import java.util.Locale;

/** Where votes come from. Words and bits are those of SOURCES in chatsway.lua. */
public enum VoteSource {
  /** Twitch EventSub. */
  TWITCH(1),
  /** Kick's webhooks. */
  KICK(2),
  /** Bots that sign (Standard Webhooks). */
  SIGNED(4),
  /** Bots that send the vote token. */
  BEARER(8),
  /** Bots that fetch a URL. */
  LINK(16);

  private final int bit;

  VoteSource(int bit) {
    this.bit = bit;
  }

  /** What stands for it in an entry of a timeline. */
  public int bit() {
    return bit;
  }

  /** The word in chatsway.lua and in JSON. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
