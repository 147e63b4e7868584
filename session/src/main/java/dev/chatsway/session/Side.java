package dev.chatsway.session;

import java.util.Locale;

/** What a vote is for. */
public enum Side {
  FOR,
  AGAINST;

  /** The word in JSON and in chatsway.lua. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
