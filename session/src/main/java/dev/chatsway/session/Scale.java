package dev.chatsway.session;

import dev.chatsway.session.json.StringEnum;

/** What the value measures (contract, section 1): the clamped sum of votes, or the share of each side. */
public enum Scale implements StringEnum {
  SUM,
  SHARE
}
