package dev.chatsway.session;

import dev.chatsway.session.json.StringEnum;

/** The look of the bar. */
public enum Theme implements StringEnum {
  DARK,
  LIGHT,
  LINE,
  CONTRAST
}
