package dev.chatsway.session;

import dev.chatsway.session.json.StringEnum;

/** Whether messages of the other channels of a shared chat count. */
public enum SharedChat implements StringEnum {
  OWN,
  ALL
}
