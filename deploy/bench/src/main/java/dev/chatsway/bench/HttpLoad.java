package dev.chatsway.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.function.IntFunction;
import org.HdrHistogram.Histogram;

/** Keep-alive connections that each send the next request as soon as the one before was answered; one thread for all. */
final class HttpLoad {

  /**
   * What was seen.
   *
   * @param answered with 204
   * @param other with anything else
   * @param seconds from the first request to the last answer
   * @param latency in nanoseconds, as each client waited (closed loop: a slow server is asked less)
   */
  record Result(int answered, int other, double seconds, Histogram latency) {}

  private static final int BUFFER = 16_384;
  private static final String NO_CONTENT = "HTTP/1.1 204";

  private final Histogram latency = new Histogram(60_000_000_000L, 3);
  private final IntFunction<byte[]> requests;
  private final int total;
  private int next;
  private int answered;
  private int other;

  private HttpLoad(IntFunction<byte[]> requests, int total) {
    this.requests = requests;
    this.total = total;
  }

  /** Sends requests 0 to total - 1 over so many connections. */
  static Result run(int port, int connections, int total, IntFunction<byte[]> requests)
      throws IOException {
    return new HttpLoad(requests, total).run(port, connections);
  }

  private Result run(int port, int connections) throws IOException {
    try (Selector selector = Selector.open()) {
      for (int i = 0; i < connections; i++) {
        SocketChannel channel =
            SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ, new Exchange());
      }
      long start = System.nanoTime();
      for (SelectionKey key : selector.keys()) {
        send(key);
      }
      while (answered + other < total) {
        selector.select();
        for (SelectionKey key : selector.selectedKeys()) {
          read(key);
        }
        selector.selectedKeys().clear();
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      for (SelectionKey key : selector.keys()) {
        key.channel().close();
      }
      return new Result(answered, other, seconds, latency);
    }
  }

  private void send(SelectionKey key) throws IOException {
    if (next < total) {
      ((Exchange) key.attachment()).since = System.nanoTime();
      var request = ByteBuffer.wrap(requests.apply(next++));
      while (request.hasRemaining()) {
        ((SocketChannel) key.channel()).write(request);
      }
    }
  }

  private void read(SelectionKey key) throws IOException {
    var exchange = (Exchange) key.attachment();
    if (((SocketChannel) key.channel()).read(exchange.reply) < 0) {
      throw new IOException("the server closed a connection");
    }
    String text = new String(
        exchange.reply.array(), 0, exchange.reply.position(), StandardCharsets.ISO_8859_1);
    int head = text.indexOf("\r\n\r\n");
    if (head < 0 || text.length() < head + 4 + contentLength(text)) {
      return;
    }
    latency.recordValue(System.nanoTime() - exchange.since);
    if (text.startsWith(NO_CONTENT)) {
      answered++;
    } else {
      other++;
    }
    exchange.reply.clear();
    send(key);
  }

  private static int contentLength(String reply) {
    int header = reply.indexOf("Content-Length: ");
    return header < 0
        ? 0
        : Integer.parseInt(
            reply.substring(header + "Content-Length: ".length(), reply.indexOf('\r', header)));
  }

  private static final class Exchange {
    private final ByteBuffer reply = ByteBuffer.allocate(BUFFER);
    private long since;
  }
}
