package dev.chatsway.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Heads of HTTP/1.1 replies, looked at byte by byte: a load client shares its cores with what it measures. */
final class HttpReply {

  private static final int STATUS = "HTTP/1.1 ".length();

  private HttpReply() {}

  /** Where the head at the start of these bytes ends, or -1 if it has not all come yet. */
  static int end(byte[] bytes, int length) {
    for (int i = 3; i < length; i++) {
      if (bytes[i] == '\n' && bytes[i - 1] == '\r' && bytes[i - 2] == '\n') {
        return i + 1;
      }
    }
    return -1;
  }

  /** The status that the reply starts with. */
  static int status(byte[] bytes) {
    return 100 * (bytes[STATUS] - '0') + 10 * (bytes[STATUS + 1] - '0') + bytes[STATUS + 2] - '0';
  }

  /** @throws IOException with the head, if it has another status */
  static void expect(int status, byte[] bytes, int end) throws IOException {
    if (status(bytes) != status) {
      throw new IOException("expected " + status + ", but the server answered "
          + new String(bytes, 0, end, StandardCharsets.ISO_8859_1).strip());
    }
  }
}
