package dev.chatsway.session.json;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** An enum that is its lower-case name in JSON. */
public interface StringEnum {

  /** The enum constant's name. */
  String name();

  /** The word in JSON. */
  @JsonValue
  default String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
