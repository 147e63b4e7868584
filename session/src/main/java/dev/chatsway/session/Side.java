package dev.chatsway.session;

import java.util.Locale;

/** What a vote is for. */
public enum Side {
  FOR,
  AGAINST;

  /** The word as it travels. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
