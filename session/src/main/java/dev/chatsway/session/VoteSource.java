package dev.chatsway.session;

import java.util.Locale;

/** The sources of votes. Words and bits are those of SOURCES in chatsway.lua. */
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
  LINK(16),
  /** Programs that relay chat, which the server reads. */
  RELAY(32),
  /** Test votes by those who run the session; no credential of a bot leads here. */
  TEST(64);

  private final int bit;

  VoteSource(int bit) {
    this.bit = bit;
  }

  /** Its bit in a timeline entry. */
  public int bit() {
    return bit;
  }

  /** The word in chatsway.lua and in JSON. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
