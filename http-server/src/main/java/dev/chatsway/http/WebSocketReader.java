package dev.chatsway.http;

import static dev.chatsway.http.WebSocketFrame.BINARY;
import static dev.chatsway.http.WebSocketFrame.CLOSE;
import static dev.chatsway.http.WebSocketFrame.CONTINUATION;
import static dev.chatsway.http.WebSocketFrame.INVALID_PAYLOAD;
import static dev.chatsway.http.WebSocketFrame.NO_STATUS;
import static dev.chatsway.http.WebSocketFrame.PING;
import static dev.chatsway.http.WebSocketFrame.PONG;
import static dev.chatsway.http.WebSocketFrame.PROTOCOL_ERROR;
import static dev.chatsway.http.WebSocketFrame.TEXT;

import java.nio.ByteBuffer;

/**
 * Reads the frames of a client, of which only control frames matter here. Everything else, of any length and in any
 * number of fragments, is validated (RFC 6455, sections 5 and 8.1) and discarded byte by byte, without buffering.
 */
final class WebSocketReader {

  /** Receives the control frames and the first violation. */
  interface Listener {
    void onPing(byte[] payload);

    /** {@link WebSocketFrame#NO_STATUS} when there is no code. */
    void onClose(int code);

    /**
     * The client broke the protocol; nothing after it can be understood.
     *
     * @param code the close code that says so
     */
    void onViolation(int code, String what);
  }

  private static final int FIN = 0x80;
  private static final int RESERVED = 0x70;
  private static final int OPCODE = 0x0F;
  private static final int CONTROL = 0x08;
  private static final int MASKED = 0x80;
  private static final int LENGTH = 0x7F;
  private static final int LONGEST_CONTROL = 125;
  private static final int MASK_BYTES = 4;

  private enum Part {
    FIRST,
    SECOND,
    LENGTH,
    MASK,
    PAYLOAD,
    BROKEN
  }

  private final Listener listener;
  private Part part = Part.FIRST;
  private boolean fragmented; // a message has begun and not ended
  private int opcode;
  private boolean isLong; // the length has eight bytes
  private int left; // bytes of the length or the mask still to come
  private long length; // of the payload, as far as it is still to come
  private int mask;
  private byte[] payload = {}; // of a control frame
  private int maskAt; // how many bytes of the payload have been read, modulo 4
  private boolean isText; // the message in progress
  private final Utf8Checker text = new Utf8Checker();

  WebSocketReader(Listener listener) {
    this.listener = listener;
  }

  /** Reads on from where the last chunk ended; after a close or a violation nothing more is read. */
  void read(ByteBuffer bytes) {
    while (part != Part.BROKEN && bytes.hasRemaining()) {
      switch (part) {
        case FIRST -> onFirst(bytes.get() & 0xFF);
        case SECOND -> onSecond(bytes.get() & 0xFF);
        case LENGTH -> onLength(bytes.get() & 0xFF);
        case MASK -> onMask(bytes.get() & 0xFF);
        case PAYLOAD -> onPayload(bytes);
        case BROKEN -> throw new IllegalStateException("nothing is read any more");
      }
    }
  }

  private void onFirst(int first) {
    opcode = first & OPCODE;
    boolean last = (first & FIN) != 0;
    if ((first & RESERVED) != 0) {
      violated(PROTOCOL_ERROR, "reserved bits without an extension");
    } else if (isControl()) {
      expect(opcode == CLOSE || opcode == PING || opcode == PONG, "unknown opcode");
      expect(last, "fragmented control frame");
    } else if (opcode == CONTINUATION) {
      expect(fragmented, "continuation frame without a message");
      fragmented = !last;
    } else {
      expect(opcode == TEXT || opcode == BINARY, "unknown opcode");
      expect(!fragmented, "new message before the last one has ended");
      isText = opcode == TEXT;
      text.reset();
      fragmented = !last;
    }
    advance(Part.SECOND);
  }

  private void onSecond(int second) {
    length = second & LENGTH;
    isLong = length == 127;
    left = length == 126 ? Short.BYTES : length == 127 ? Long.BYTES : 0;
    expect((second & MASKED) != 0, "unmasked frame");
    expect(!isControl() || length <= LONGEST_CONTROL, "control frame of more than 125 bytes");
    if (left > 0) {
      length = 0;
      advance(Part.LENGTH);
    } else {
      awaitMask();
    }
  }

  private void onLength(int next) {
    length = (length << Byte.SIZE) | next;
    if (--left == 0) {
      expect(length >= 0, "length beyond 63 bits");
      expect(length > (isLong ? 0xFFFF : LONGEST_CONTROL), "length not in its shortest encoding");
      awaitMask();
    }
  }

  private void awaitMask() {
    left = MASK_BYTES;
    payload = isControl() ? new byte[(int) length] : payload;
    advance(Part.MASK);
  }

  private void onMask(int next) {
    mask = (mask << Byte.SIZE) | next;
    if (--left == 0) {
      maskAt = 0;
      advance(Part.PAYLOAD);
      endIfComplete();
    }
  }

  private void onPayload(ByteBuffer bytes) {
    int here = (int) Math.min(length, bytes.remaining());
    if (isControl()) {
      bytes.get(payload, payload.length - (int) length, here);
    } else if (isText) {
      checkText(bytes, here);
    } else {
      bytes.position(bytes.position() + here);
    }
    length -= here;
    maskAt = (maskAt + here) % MASK_BYTES;
    endIfComplete();
  }

  private void endIfComplete() {
    if (length > 0) {
      return;
    }
    advance(Part.FIRST);
    if (isControl()) {
      byte[] complete = unmasked();
      payload = new byte[0];
      if (opcode == PING) {
        listener.onPing(complete);
      } else if (opcode == CLOSE) {
        onClose(complete);
      }
    } else if (isText && !fragmented && !text.isComplete()) {
      violated(INVALID_PAYLOAD, "text that is not UTF-8");
    }
  }

  /** RFC 6455, sections 5.5.1 and 7.4: two bytes of a code that may be sent, then UTF-8. */
  private void onClose(byte[] close) {
    int code = code(close);
    if (close.length == 1 || (close.length > 1 && !isSendable(code))) {
      violated(PROTOCOL_ERROR, "close code " + code);
    } else if (close.length > 2 && !Utf8Checker.isValid(close, 2)) {
      violated(INVALID_PAYLOAD, "close reason that is not UTF-8");
    } else {
      part = Part.BROKEN;
      listener.onClose(code);
    }
  }

  private static boolean isSendable(int code) {
    return (code >= 1000 && code <= 1003)
        || (code >= 1007 && code <= 1014)
        || (code >= 3000 && code <= 4999);
  }

  private void checkText(ByteBuffer bytes, int count) {
    for (int i = 0; i < count; i++) {
      if (!text.accept((bytes.get() ^ maskByte(maskAt + i)) & 0xFF)) {
        violated(INVALID_PAYLOAD, "text that is not UTF-8");
        return;
      }
    }
  }

  private byte maskByte(int at) {
    return (byte) (mask >> (Byte.SIZE * (MASK_BYTES - 1 - at % MASK_BYTES)));
  }

  private byte[] unmasked() {
    for (int i = 0; i < payload.length; i++) {
      payload[i] ^= maskByte(i);
    }
    return payload;
  }

  private static int code(byte[] close) {
    return close.length < 2 ? NO_STATUS : ((close[0] & 0xFF) << Byte.SIZE) | (close[1] & 0xFF);
  }

  private boolean isControl() {
    return (opcode & CONTROL) != 0;
  }

  private void expect(boolean holds, String otherwise) {
    if (!holds) {
      violated(PROTOCOL_ERROR, otherwise);
    }
  }

  private void violated(int code, String what) {
    if (part != Part.BROKEN) {
      part = Part.BROKEN;
      listener.onViolation(code, what);
    }
  }

  private void advance(Part next) {
    if (part != Part.BROKEN) {
      part = next;
    }
  }
}
