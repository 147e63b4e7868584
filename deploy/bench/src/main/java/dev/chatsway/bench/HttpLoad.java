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
import java.util.List;
import org.HdrHistogram.Histogram;

/** Keep-alive connections that each send the next request as soon as the one before was answered 204; one thread for all. */
final class HttpLoad {

  private static final int BUFFER = 4_096;
  private static final int NO_CONTENT = 204;

  private final Histogram latency = new Histogram(60_000_000_000L, 3);
  private final List<ByteBuffer> requests;
  private int sent;
  private int answered;

  private HttpLoad(List<ByteBuffer> requests) {
    this.requests = requests;
  }

  /**
   * Sends the requests over so many connections.
   *
   * @return the time from each request to its answer, in nanoseconds, as its client waited for it (a closed loop: a slow
   *     server is asked less)
   * @throws IOException if one is answered with anything but 204
   */
  static Histogram run(int port, int connections, List<ByteBuffer> requests) throws IOException {
    var load = new HttpLoad(requests);
    try {
      load.run(port, connections);
    } catch (UncheckedIOException e) {
      throw new IOException(e.getMessage(), e);
    }
    return load.latency;
  }

  private void run(int port, int connections) throws IOException {
    try (Selector selector = Selector.open()) {
      for (int i = 0; i < connections; i++) {
        var channel =
            SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        var key = channel.register(selector, SelectionKey.OP_READ, new Exchange());
        send(channel, (Exchange) key.attachment());
      }
      while (answered < requests.size()) {
        selector.select(this::read);
      }
      for (SelectionKey key : selector.keys()) {
        key.channel().close();
      }
    }
  }

  private void send(SocketChannel channel, Exchange exchange) throws IOException {
    if (sent < requests.size()) {
      var request = requests.get(sent++);
      exchange.since = System.nanoTime();
      while (request.hasRemaining()) {
        channel.write(request);
      }
    }
  }

  private void read(SelectionKey key) {
    var channel = (SocketChannel) key.channel();
    var exchange = (Exchange) key.attachment();
    try {
      if (channel.read(exchange.reply) < 0) {
        throw new IOException("the server closed a connection");
      }
      int end = HttpReply.end(exchange.reply.array(), exchange.reply.position());
      if (end >= 0) {
        HttpReply.expect(NO_CONTENT, exchange.reply.array(), end);
        latency.recordValue(System.nanoTime() - exchange.since);
        answered++;
        exchange.reply.clear();
        send(channel, exchange);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  private static final class Exchange {
    private final ByteBuffer reply = ByteBuffer.allocate(BUFFER);
    private long since;
  }
}
