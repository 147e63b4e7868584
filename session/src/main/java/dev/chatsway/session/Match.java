package dev.chatsway.session;

import dev.chatsway.session.json.StringEnum;

/** Whether a text must be exactly a trigger, or may begin with one. */
public enum Match implements StringEnum {
  EXACT,
  LEADING
}
