package dev.chatsway.session;

import dev.chatsway.session.json.StringEnum;

/** What a vote is for; its word is the same in JSON and in chatsway.lua. */
public enum Side implements StringEnum {
  FOR,
  AGAINST;

  /** The side of this word, which is one of the two. */
  public static Side of(String word) {
    return FOR.wire().equals(word) ? FOR : AGAINST;
  }
}
