package dev.chatsway.http;

import akka.util.ByteString;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Encodes frames as a server sends them: whole, unmasked (RFC 6455, section 5.2). Each is made once and shared by all
 * recipients.
 */
public final class WebSocketFrame {
  static final int CONTINUATION = 0x0;
  static final int TEXT = 0x1;
  static final int BINARY = 0x2;
  static final int CLOSE = 0x8;
  static final int PING = 0x9;
  static final int PONG = 0xA;

  /** Close code: the server has sent everything that it had to send. */
  static final int NORMAL_CLOSURE = 1000;

  /** Close code: the peer violated the protocol. */
  static final int PROTOCOL_ERROR = 1002;

  /** Close code: the peer sent text that is not UTF-8. */
  static final int INVALID_PAYLOAD = 1007;

  /** Close code: the peer exceeded a limit. */
  static final int POLICY_VIOLATION = 1008;

  /** A close frame without a code reads as this; it is never sent. */
  static final int NO_STATUS = 1005;

  private static final int FIN = 0x80;
  private static final int LENGTH_IN_16_BITS = 126;
  private static final int LENGTH_IN_64_BITS = 127;
  private static final int LONGEST_HEADER = 10;

  private static final ByteString EMPTY_PING = of(PING, new byte[0]);

  private WebSocketFrame() {}

  /** A text message in a single frame. */
  public static ByteString text(String text) {
    return of(TEXT, text.getBytes(StandardCharsets.UTF_8));
  }

  /** A ping without payload. */
  static ByteString ping() {
    return EMPTY_PING;
  }

  /** The pong for a ping, with the same payload. */
  static ByteString pong(byte[] payload) {
    return of(PONG, payload);
  }

  /** A close frame; {@link #NO_STATUS} makes one without a code. */
  static ByteString close(int code) {
    return of(
        CLOSE, code == NO_STATUS ? new byte[0] : new byte[] {(byte) (code >> 8), (byte) code});
  }

  private static ByteString of(int opcode, byte[] payload) {
    ByteBuffer frame =
        ByteBuffer.allocate(LONGEST_HEADER + payload.length).put((byte) (FIN | opcode));
    if (payload.length < LENGTH_IN_16_BITS) {
      frame.put((byte) payload.length);
    } else if (payload.length <= 0xFFFF) {
      frame.put((byte) LENGTH_IN_16_BITS).putShort((short) payload.length);
    } else {
      frame.put((byte) LENGTH_IN_64_BITS).putLong(payload.length);
    }
    return ByteString.fromByteBuffer(frame.put(payload).flip());
  }
}
