package dev.chatsway.ingest;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The query of a vote by link. Bots paste chat into it as it was typed, so nothing in it is an error: an invalid escape
 * is taken literally, and of a repeated parameter the first counts (docs/interface.md, section 6).
 */
final class LinkQuery {

  private final Map<String, String> raw = new HashMap<>();
  private final boolean hasEscapedSpace;
  private final boolean hasEscapedPlus;

  private LinkQuery(String query) {
    var lower = query.toLowerCase(Locale.ROOT);
    hasEscapedSpace = lower.contains("%20");
    hasEscapedPlus = lower.contains("%2b");
    for (var pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        raw.putIfAbsent(decode(pair.substring(0, equals), true), pair.substring(equals + 1));
      }
    }
  }

  static LinkQuery parse(String query) {
    return new LinkQuery(query);
  }

  /** The value of a parameter, in which {@code +} is a space. */
  Optional<String> get(String name) {
    return Optional.ofNullable(raw.get(name)).map(value -> decode(value, true));
  }

  /**
   * The value of a parameter that holds a line of chat. In a query a plus sign means a space, but a bot that does not
   * escape sends the plus that was typed: if spaces are escaped as {@code %20}, a plus is a plus; if only pluses are
   * escaped, it is a space; if neither is, it is a plus at either end and next to another plus or a digit, otherwise a
   * space.
   */
  Optional<String> text(String name) {
    return Optional.ofNullable(raw.get(name))
        .map(value -> decode(typedPluses(value), !hasEscapedSpace));
  }

  private String typedPluses(String value) {
    if (hasEscapedSpace || hasEscapedPlus) {
      return value;
    }
    var typed = new StringBuilder(value.length());
    for (int i = 0; i < value.length(); i++) {
      char next = value.charAt(i);
      typed.append(next == '+' && isTypedPlus(value, i) ? "%2B" : next);
    }
    return typed.toString();
  }

  private static boolean isTypedPlus(String value, int at) {
    return at == 0
        || at == value.length() - 1
        || isPlusOrDigit(value.charAt(at - 1))
        || isPlusOrDigit(value.charAt(at + 1));
  }

  private static boolean isPlusOrDigit(char character) {
    return character == '+' || (character >= '0' && character <= '9');
  }

  /** Decodes percent-encoded UTF-8; an invalid escape stays as it is. */
  private static String decode(String value, boolean plusIsSpace) {
    if (value.indexOf('%') < 0) {
      return plusIsSpace ? value.replace('+', ' ') : value;
    }
    var bytes = new ByteArrayOutputStream(value.length());
    int i = 0;
    while (i < value.length()) {
      int point = value.codePointAt(i);
      int high = i + 2 < value.length() ? Character.digit(value.charAt(i + 1), 16) : -1;
      int low = i + 2 < value.length() ? Character.digit(value.charAt(i + 2), 16) : -1;
      if (point == '%' && high >= 0 && low >= 0) {
        bytes.write(high << 4 | low);
        i += 3;
      } else {
        var character = point == '+' && plusIsSpace ? " " : Character.toString(point);
        bytes.writeBytes(character.getBytes(StandardCharsets.UTF_8));
        i += Character.charCount(point);
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
