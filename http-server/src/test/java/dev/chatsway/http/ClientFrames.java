package dev.chatsway.http;

import akka.util.ByteString;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Frames as a client sends them: masked (RFC 6455, section 5.3). */
public final class ClientFrames {
  private static final byte[] MASK = {0x12, 0x34, 0x56, 0x78};

  private ClientFrames() {}

  public static ByteString text(String text) {
    return frame(0x81, text.getBytes(StandardCharsets.UTF_8));
  }

  public static ByteString ping(String payload) {
    return frame(0x89, payload.getBytes(StandardCharsets.UTF_8));
  }

  public static ByteString pong() {
    return frame(0x8A, new byte[0]);
  }

  public static ByteString close(int code) {
    return frame(0x88, new byte[] {(byte) (code >> 8), (byte) code});
  }

  /** A frame whose first byte is {@code first}: FIN, reserved bits, opcode. */
  public static ByteString frame(int first, byte[] payload) {
    ByteBuffer frame = ByteBuffer.allocate(14 + payload.length).put((byte) first);
    if (payload.length < 126) {
      frame.put((byte) (0x80 | payload.length));
    } else if (payload.length <= 0xFFFF) {
      frame.put((byte) (0x80 | 126)).putShort((short) payload.length);
    } else {
      frame.put((byte) (0x80 | 127)).putLong(payload.length);
    }
    frame.put(MASK);
    for (int i = 0; i < payload.length; i++) {
      frame.put((byte) (payload[i] ^ MASK[i % MASK.length]));
    }
    return ByteString.fromByteBuffer(frame.flip());
  }
}
