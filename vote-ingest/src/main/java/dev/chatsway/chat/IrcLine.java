package dev.chatsway.chat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A line of IRC with tags (RFC 1459, section 2.3.1; IRCv3 message tags).
 *
 * @param tags without those that are empty
 * @param command in capitals, or three digits
 * @param parameters the last one may contain spaces
 */
record IrcLine(Map<String, String> tags, String command, List<String> parameters) {

  /** Parses a line without its line break; a malformed one gets an empty command. */
  static IrcLine parse(String line) {
    var rest = line;
    Map<String, String> tags = Map.of();
    if (rest.startsWith("@")) {
      tags = tags(head(rest).substring(1));
      rest = tail(rest);
    }
    if (rest.startsWith(":")) {
      rest = tail(rest);
    }
    var command = head(rest);
    rest = tail(rest);
    var parameters = new ArrayList<String>();
    while (!rest.isEmpty()) {
      if (rest.startsWith(":")) {
        parameters.add(rest.substring(1));
        break;
      }
      parameters.add(head(rest));
      rest = tail(rest);
    }
    return new IrcLine(tags, command, parameters);
  }

  Optional<String> tag(String name) {
    return Optional.ofNullable(tags.get(name));
  }

  /** The last parameter: the text of a message. */
  String text() {
    return parameters.isEmpty() ? "" : parameters.get(parameters.size() - 1);
  }

  /** The channel in the first parameter, without its {@code #}; empty if there is none. */
  Optional<String> channel() {
    return parameters.isEmpty() || !parameters.get(0).startsWith("#")
        ? Optional.empty()
        : Optional.of(parameters.get(0).substring(1));
  }

  private static String head(String text) {
    int space = text.indexOf(' ');
    return space < 0 ? text : text.substring(0, space);
  }

  private static String tail(String text) {
    int space = text.indexOf(' ');
    return space < 0 ? "" : text.substring(space).stripLeading();
  }

  private static Map<String, String> tags(String text) {
    var tags = new HashMap<String, String>();
    for (var tag : text.split(";", -1)) {
      int equals = tag.indexOf('=');
      if (equals > 0 && equals < tag.length() - 1) {
        tags.put(tag.substring(0, equals), unescaped(tag.substring(equals + 1)));
      }
    }
    return tags;
  }

  /** IRCv3 message tags, "Escaping values"; a backslash before anything else is dropped. */
  private static String unescaped(String value) {
    if (value.indexOf('\\') < 0) {
      return value;
    }
    var plain = new StringBuilder(value.length());
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c != '\\') {
        plain.append(c);
      } else if (++i < value.length()) {
        plain.append(
            switch (value.charAt(i)) {
              case ':' -> ';';
              case 's' -> ' ';
              case 'r' -> '\r';
              case 'n' -> '\n';
              default -> value.charAt(i);
            });
      }
    }
    return plain.toString();
  }
}
