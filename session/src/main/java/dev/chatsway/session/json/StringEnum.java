package dev.chatsway.session.json;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** An enum that travels as its name in lower case. */
public interface StringEnum {

  /** The enum constant's name. */
  String name();

  /** The word as it travels. */
  @JsonValue
  default String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
