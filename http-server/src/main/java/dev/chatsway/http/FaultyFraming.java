package dev.chatsway.http;

import akka.util.ByteString;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Recognizes a request of HTTP/1.0 with {@code Transfer-Encoding}, whose framing is faulty (RFC 9112, section 6.1). Akka HTTP
 * 10.5.3 answers 500 and logs a stack trace for each.
 */
final class FaultyFraming {

  /** What is wrong with it. */
  static final String REASON = "HTTP/1.0 has no Transfer-Encoding: send Content-Length";

  private FaultyFraming() {}

  /** Whether bytes that begin a request are the head of such a one. */
  static boolean isIn(ByteString bytes) {
    int end = bytes.indexOf((byte) '\n');
    int last = end > 0 && bytes.apply(end - 1) == '\r' ? end - 2 : end - 1;
    if (last < 0 || bytes.apply(last) != '0') { // nearly every request is HTTP/1.1
      return false;
    }
    String head = bytes.decodeString(StandardCharsets.ISO_8859_1);
    int body = head.indexOf("\r\n\r\n");
    return head.startsWith(" HTTP/1.0", last - 8)
        && (body < 0 ? head : head.substring(0, body))
            .toLowerCase(Locale.ROOT)
            .contains("\ntransfer-encoding:");
  }
}
