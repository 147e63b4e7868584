package dev.chatsway.http;

import akka.util.ByteString;
import java.nio.charset.StandardCharsets;

/**
 * Repairs the request line of a vote by link before Akka HTTP reads it. Bots paste chat into URLs as it was typed, and print
 * what they get back into chat, so a request that a URI parser refuses is a vote lost and an error on the stream: raw UTF-8,
 * blanks and bad escapes are percent-encoded, extra slashes are dropped, and what is longer than any vote is cut.
 *
 * <p>Requests to other paths pass through untouched.
 */
final class LenientVoteLink {

  private static final int LONGEST_LINE = 64 * 1024;
  private static final int LONGEST_QUERY = 12 * 1024;
  private static final String VERSION = " HTTP/";
  private static final String UNSAFE = "\"#<>\\^`{|}";

  private ByteString held = ByteString.emptyByteString();

  /**
   * Reads the next bytes of a connection that has no request in progress.
   *
   * @return what to hand on; empty while the rest of the line has to arrive
   */
  ByteString read(ByteString bytes) {
    ByteString all = held.isEmpty() ? bytes : held.concat(bytes);
    held = ByteString.emptyByteString();
    if (!isVote(all)) {
      return all;
    }
    int end = all.indexOf((byte) '\n');
    if (end >= 0) {
      return ByteString.fromString(repaired(all.take(end)), StandardCharsets.ISO_8859_1)
          .concat(all.drop(end));
    }
    if (all.size() > LONGEST_LINE) {
      return all;
    }
    held = all;
    return ByteString.emptyByteString();
  }

  private static boolean isVote(ByteString bytes) {
    int at = startsWith(bytes, 0, "GET ") ? 4 : startsWith(bytes, 0, "HEAD ") ? 5 : -1;
    if (at < 0) {
      return false;
    }
    int path = at;
    while (path < bytes.size() && bytes.apply(path) == '/') {
      path++;
    }
    return path > at && startsWith(bytes, path, "vote/");
  }

  private static boolean startsWith(ByteString bytes, int from, String text) {
    if (bytes.size() < from + text.length()) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (bytes.apply(from + i) != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static String repaired(ByteString bytes) {
    String line = bytes.decodeString(StandardCharsets.ISO_8859_1); // a character is a byte
    int target = line.indexOf(' ') + 1;
    int version = line.lastIndexOf(VERSION);
    if (version < target) {
      return line;
    }
    int mark = line.indexOf('?', target);
    boolean hasQuery = mark >= 0 && mark < version;
    String path = escaped(line.substring(target, hasQuery ? mark : version));
    String query = hasQuery ? "?" + cut(escaped(line.substring(mark + 1, version))) : "";
    return line.substring(0, target) + withoutExtraSlashes(path) + query + line.substring(version);
  }

  private static String withoutExtraSlashes(String path) {
    var single = new StringBuilder(path.length());
    for (int i = 0; i < path.length(); i++) {
      if (path.charAt(i) != '/' || single.isEmpty() || single.charAt(single.length() - 1) != '/') {
        single.append(path.charAt(i));
      }
    }
    int end = single.length() - 1;
    return single.charAt(end) == '/' ? single.substring(0, end) : single.toString();
  }

  private static String cut(String query) {
    if (query.length() <= LONGEST_QUERY) {
      return query;
    }
    int end = LONGEST_QUERY;
    int escape = query.lastIndexOf('%', end);
    return query.substring(0, escape > end - 3 && escape <= end ? escape : end);
  }

  private static String escaped(String bytes) {
    var escaped = new StringBuilder(bytes.length() + 16);
    for (int i = 0; i < bytes.length(); i++) {
      char next = bytes.charAt(i);
      boolean isSafe =
          next == '%' ? isEscape(bytes, i) : next > ' ' && next < 0x7F && UNSAFE.indexOf(next) < 0;
      if (isSafe) {
        escaped.append(next);
      } else {
        escaped
            .append('%')
            .append(Character.toUpperCase(Character.forDigit(next >> 4, 16)))
            .append(Character.toUpperCase(Character.forDigit(next & 0xF, 16)));
      }
    }
    return escaped.toString();
  }

  private static boolean isEscape(String bytes, int at) {
    return at + 2 < bytes.length()
        && Character.digit(bytes.charAt(at + 1), 16) >= 0
        && Character.digit(bytes.charAt(at + 2), 16) >= 0;
  }
}
