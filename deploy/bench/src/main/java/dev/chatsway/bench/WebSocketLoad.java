package dev.chatsway.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Many WebSocket clients on one thread, as cheap as they can be: they count text frames, show them to a listener, and answer
 * pings (RFC 6455, section 5.5.2). The thread ends with {@link #close}.
 */
final class WebSocketLoad implements AutoCloseable {

  /** Sees every text frame. */
  interface Listener {
    void onText(int client, byte[] buffer, int from, int length, long nanoTime);
  }

  private static final int TEXT = 1;
  private static final int PING = 9;
  private static final byte PONG = (byte) 0x8A;
  private static final int BUFFER = 1 << 16;

  private final int port;
  private final @Nullable String subprotocol;
  private final Listener listener;
  private final Selector selector;
  private final LongAdder frames = new LongAdder();
  private final LongAdder closed = new LongAdder();
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
  private volatile boolean open = true;
  private int connected;

  WebSocketLoad(int port, @Nullable String subprotocol, Listener listener) throws IOException {
    this.port = port;
    this.subprotocol = subprotocol;
    this.listener = listener;
    this.selector = Selector.open();
    var thread = new Thread(this::run, "websocket-load");
    thread.setDaemon(true);
    thread.start();
  }

  /** Connects a client to each of the paths, one after the other; the first client's number is the count before. */
  void connect(List<String> paths) throws IOException {
    for (String path : paths) {
      SocketChannel channel =
          SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      var rest = handshake(channel, path);
      channel.configureBlocking(false);
      selector.wakeup();
      channel.register(selector, SelectionKey.OP_READ, new Client(connected++, rest));
    }
    selector.wakeup();
  }

  /** Text frames since the start. */
  long frames() {
    return frames.sum();
  }

  /** Connections that the server ended. */
  long closed() {
    return closed.sum();
  }

  private ByteBuffer handshake(SocketChannel channel, String path) throws IOException {
    String request = "GET " + path
        + " HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
        + (subprotocol == null ? "" : "Sec-WebSocket-Protocol: " + subprotocol + "\r\n") + "\r\n";
    channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
    var reply = ByteBuffer.allocate(8_192);
    while (channel.read(reply) >= 0) {
      String text = new String(reply.array(), 0, reply.position(), StandardCharsets.ISO_8859_1);
      int end = text.indexOf("\r\n\r\n");
      if (end >= 0) {
        if (!text.startsWith("HTTP/1.1 101")) {
          throw new IOException("no upgrade: " + text.lines().findFirst().orElse(""));
        }
        return reply.flip().position(end + 4).slice();
      }
    }
    throw new IOException("the server closed the connection");
  }

  private void run() {
    try {
      while (open) {
        selector.select(100);
        var keys = selector.selectedKeys();
        for (SelectionKey key : keys) {
          read(key);
        }
        keys.clear();
      }
      for (SelectionKey key : selector.keys()) {
        key.channel().close();
      }
      selector.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read(SelectionKey key) throws IOException {
    var channel = (SocketChannel) key.channel();
    var client = (Client) key.attachment();
    buffer.clear();
    buffer.put(client.rest);
    int count;
    try {
      count = channel.read(buffer);
    } catch (IOException e) {
      count = -1;
    }
    if (count < 0) {
      closed.increment();
      channel.close();
      return;
    }
    buffer.flip();
    parse(channel, client, System.nanoTime());
    client.keep(buffer);
  }

  /** Takes whole frames out of the buffer: a server's are not masked, and ours are shorter than 64 KiB. */
  private void parse(SocketChannel channel, Client client, long now) throws IOException {
    byte[] bytes = buffer.array();
    while (buffer.remaining() >= 2) {
      int start = buffer.position();
      int length = bytes[start + 1] & 0x7F;
      int head = 2;
      if (length == 126) {
        if (buffer.remaining() < 4) {
          return;
        }
        length = ((bytes[start + 2] & 0xFF) << 8) | (bytes[start + 3] & 0xFF);
        head = 4;
      }
      if (buffer.remaining() < head + length) {
        return;
      }
      int opcode = bytes[start] & 0x0F;
      if (opcode == TEXT) {
        frames.increment();
        listener.onText(client.number, bytes, start + head, length, now);
      } else if (opcode == PING) {
        channel.write(ByteBuffer.wrap(new byte[] {PONG, (byte) 0x80, 0, 0, 0, 0}));
      }
      buffer.position(start + head + length);
    }
  }

  @Override
  public void close() {
    open = false;
    selector.wakeup();
  }

  private static final class Client {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final int number;
    private ByteBuffer rest;

    private Client(int number, ByteBuffer rest) {
      this.number = number;
      this.rest = rest;
    }

    private void keep(ByteBuffer buffer) {
      rest = buffer.hasRemaining()
          ? ByteBuffer.allocate(buffer.remaining()).put(buffer).flip()
          : NOTHING;
    }
  }
}
