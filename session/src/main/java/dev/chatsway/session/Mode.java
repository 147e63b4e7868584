package dev.chatsway.session;

import dev.chatsway.session.json.StringEnum;

/** One bar between both sides, or one for each. */
public enum Mode implements StringEnum {
  COMBINED,
  SPLIT
}
