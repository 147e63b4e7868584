package dev.chatsway.session;

import dev.chatsway.session.json.StringEnum;

/** How the state is drawn: one bar between both sides, one for each, or the curve of the last minute. */
public enum Mode implements StringEnum {
  COMBINED,
  SPLIT,
  WORM
}
