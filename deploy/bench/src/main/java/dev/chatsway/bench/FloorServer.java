package dev.chatsway.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The JVM's floor for handshakes and frames: one thread answers each handshake (RFC 6455, section 4.2.2) and writes the same
 * bytes to each client of the default protocol every 50 ms; one of {@code chatsway.v2} gets a single value. No Redis, no
 * limits, no backpressure: a client that does not read is dropped.
 */
public final class FloorServer {

  private static final int TICK_NANOS = 50_000_000;
  private static final int BACKLOG = 4_096;
  private static final int HEAD = 8_192;
  private static final String ACCEPT = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final Pattern KEY = Pattern.compile("\r\nSec-WebSocket-Key: (\\S+)\r\n");
  private static final ByteBuffer FRAME =
      frame("{\"value\":12.25,\"status\":\"active\",\"for\":3.5,\"against\":1.25}");
  private static final ByteBuffer VALUE = frame("{\"type\":\"value\",\"value\":0,\"revision\":0}");

  private final ServerSocketChannel listening;
  private final Selector selector = Selector.open();
  private final ByteBuffer read = ByteBuffer.allocate(HEAD);
  private final MessageDigest sha1;

  private FloorServer(ServerSocketChannel listening) throws IOException, NoSuchAlgorithmException {
    this.listening = listening;
    this.sha1 = MessageDigest.getInstance("SHA-1");
    listening.configureBlocking(false);
    listening.register(selector, SelectionKey.OP_ACCEPT);
  }

  /** Listens on any free port and says on which. */
  public static void main(String[] arguments) throws IOException, NoSuchAlgorithmException {
    var listening = ServerSocketChannel.open();
    listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
    System.out.println(
        "Chatsway ready on http://127.0.0.1:" + listening.socket().getLocalPort());
    new FloorServer(listening).run();
  }

  private static ByteBuffer frame(String text) {
    return ByteBuffer.allocateDirect(2 + text.length())
        .put((byte) 0x81)
        .put((byte) text.length())
        .put(text.getBytes(US_ASCII))
        .flip();
  }

  private void run() throws IOException {
    long next = System.nanoTime() + TICK_NANOS;
    while (true) {
      selector.select(this::serve, Math.max(1, (next - System.nanoTime()) / 1_000_000));
      if (System.nanoTime() - next >= 0) {
        next += TICK_NANOS;
        selector.keys().stream()
            .filter(key -> "default".equals(key.attachment()))
            .forEach(key -> send(key, FRAME));
      }
    }
  }

  private void serve(SelectionKey key) {
    try {
      if (key.isAcceptable()) {
        accept();
      } else {
        receive(key);
      }
    } catch (IOException e) {
      drop(key);
    }
  }

  private void accept() throws IOException {
    for (var client = listening.accept(); client != null; client = listening.accept()) {
      client.configureBlocking(false);
      client.register(selector, SelectionKey.OP_READ, "");
    }
  }

  /** What is attached to a key is the head so far, and then its protocol. */
  private void receive(SelectionKey key) throws IOException {
    if (((SocketChannel) key.channel()).read(read.clear()) < 0) {
      drop(key);
      return;
    }
    String before = (String) key.attachment();
    if (before.isEmpty() || before.startsWith("GET ")) {
      String head = before + US_ASCII.decode(read.flip());
      key.attach(head);
      if (head.endsWith("\r\n\r\n")) {
        upgrade(key, head);
      }
    }
  }

  private void upgrade(SelectionKey key, String head) throws IOException {
    Matcher found = KEY.matcher(head);
    if (!found.find()) {
      throw new IOException("no handshake");
    }
    boolean isV2 = head.contains("chatsway.v2");
    String accept = Base64.getEncoder()
        .encodeToString(sha1.digest((found.group(1) + ACCEPT).getBytes(US_ASCII)));
    String answer =
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Accept: " + accept + "\r\n"
            + (isV2 ? "Sec-WebSocket-Protocol: chatsway.v2\r\n" : "") + "\r\n";
    key.attach(isV2 ? "v2" : "default");
    send(key, ByteBuffer.wrap(answer.getBytes(US_ASCII)));
    if (isV2) {
      send(key, VALUE);
    }
  }

  private static void send(SelectionKey key, ByteBuffer bytes) {
    try {
      ByteBuffer left = bytes.duplicate();
      ((SocketChannel) key.channel()).write(left);
      if (left.hasRemaining()) {
        drop(key);
      }
    } catch (IOException e) {
      drop(key);
    }
  }

  private static void drop(SelectionKey key) {
    key.cancel();
    try {
      key.channel().close();
    } catch (IOException e) {
      // it is gone either way
    }
  }
}
