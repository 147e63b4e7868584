package dev.chatsway.session;

import dev.chatsway.session.json.StringEnum;

/** What the value measures (docs/interface.md, section 1). In the order of the numbers that chatsway.lua gives them. */
public enum Scale implements StringEnum {
  /** The clamped sum of votes. */
  SUM,
  /** The share of each side, damped while there are few votes. */
  SHARE,
  /** The difference of the sides in relation to how busy chat is. */
  AUTO
}
