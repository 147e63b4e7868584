package dev.chatsway.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** One client: its handshake, then it counts text frames, shows them, and answers pings (RFC 6455, section 5.5.2). */
@SuppressWarnings("ByteBufferBackingArray") // the load allocates the buffer, whole and on the heap
final class WebSocketClient {

  /** Sees every text frame. */
  interface Listener {
    void onText(int client, byte[] buffer, int from, int length, long nanoTime);
  }

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
  private static final int TEXT = 1;
  private static final int PING = 9;
  private static final byte PONG = (byte) 0x8A;

  private final int number;
  private final String path;
  private final Runnable onUpgraded;
  private long due;
  private boolean upgraded;
  private ByteBuffer rest = NOTHING;

  /** @param due when it connects, in {@link System#nanoTime} */
  WebSocketClient(int number, String path, long due, Runnable onUpgraded) {
    this.number = number;
    this.path = path;
    this.due = due;
    this.onUpgraded = onUpgraded;
  }

  long due() {
    return due;
  }

  /** It was refused, and tries again then. */
  void again(long when) {
    due = when;
    rest = NOTHING;
  }

  boolean isUpgraded() {
    return upgraded;
  }

  ByteBuffer handshake(@Nullable String subprotocol) {
    String request = "GET " + path
        + " HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
        + (subprotocol == null ? "" : "Sec-WebSocket-Protocol: " + subprotocol + "\r\n") + "\r\n";
    return ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII));
  }

  /**
   * Reads what there is.
   *
   * @param buffer an array's; empty again when this returns
   * @return text frames
   * @throws IOException if the server refused it, or closed the connection
   */
  int read(SocketChannel channel, ByteBuffer buffer, Listener listener) throws IOException {
    buffer.clear().put(rest);
    if (channel.read(buffer) < 0) {
      throw new IOException("the server closed the connection");
    }
    buffer.flip();
    int frames = upgraded || upgrade(buffer) ? frames(channel, buffer, listener) : 0;
    rest = buffer.hasRemaining()
        ? ByteBuffer.allocate(buffer.remaining()).put(buffer).flip()
        : NOTHING;
    return frames;
  }

  private boolean upgrade(ByteBuffer buffer) throws IOException {
    int end = HttpReply.end(buffer.array(), buffer.limit());
    if (end < 0) {
      return false;
    }
    HttpReply.expect(101, buffer.array(), end);
    buffer.position(end);
    upgraded = true;
    onUpgraded.run();
    return true;
  }

  /** Takes whole frames out of the buffer: a server's are not masked, and ours are shorter than 64 KiB. */
  private int frames(SocketChannel channel, ByteBuffer buffer, Listener listener)
      throws IOException {
    long now = System.nanoTime();
    byte[] bytes = buffer.array();
    int frames = 0;
    while (buffer.remaining() >= 2) {
      int start = buffer.position();
      int length = bytes[start + 1] & 0x7F;
      int head = 2;
      if (length == 126) {
        if (buffer.remaining() < 4) {
          return frames;
        }
        length = ((bytes[start + 2] & 0xFF) << 8) | (bytes[start + 3] & 0xFF);
        head = 4;
      }
      if (buffer.remaining() < head + length) {
        return frames;
      }
      int opcode = bytes[start] & 0x0F;
      if (opcode == TEXT) {
        frames++;
        listener.onText(number, bytes, start + head, length, now);
      } else if (opcode == PING) {
        channel.write(ByteBuffer.wrap(new byte[] {PONG, (byte) 0x80, 0, 0, 0, 0}));
      }
      buffer.position(start + head + length);
    }
    return frames;
  }
}
