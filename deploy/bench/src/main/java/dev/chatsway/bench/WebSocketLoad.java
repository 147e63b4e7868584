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
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Many WebSocket clients on one thread, as cheap as they can be. Who is refused tries again after a while. The thread ends
 * with {@link #close}.
 */
final class WebSocketLoad implements AutoCloseable {

  private static final int BUFFER = 1 << 16;
  private static final int UNDER_WAY = 128; // the kernel's queue of a listening socket is bounded
  private static final long AGAIN_NANOS = 250_000_000;
  private static final int CONNECT_SECONDS = 120;
  private static final int SELECT_MILLIS = 100;

  private final InetSocketAddress address;
  private final @Nullable String subprotocol;
  private final WebSocketClient.Listener listener;
  private final Selector selector;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
  private final Queue<WebSocketClient> arriving = new ConcurrentLinkedQueue<>();
  private final Queue<WebSocketClient> waiting =
      new PriorityQueue<>(Comparator.comparingLong(WebSocketClient::due));
  private final Thread thread = new Thread(this::run, "websocket-load");
  private volatile boolean open = true;
  private final LongAdder frames = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder lost = new LongAdder();
  private int underWay;

  WebSocketLoad(int port, @Nullable String subprotocol, WebSocketClient.Listener listener)
      throws IOException {
    this.address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    this.subprotocol = subprotocol;
    this.listener = listener;
    this.selector = Selector.open();
    thread.setDaemon(true);
    thread.start();
  }

  /** Connects a client to each of the paths as soon as it can be; a client's number is its path's. */
  void connect(List<String> paths) throws IOException, InterruptedException {
    connect(paths, client -> 0);
  }

  /** Connects each client after so many nanoseconds, and returns when all are connected. */
  void connect(List<String> paths, IntToLongFunction delay)
      throws IOException, InterruptedException {
    var missing = new CountDownLatch(paths.size());
    long now = System.nanoTime();
    for (int i = 0; i < paths.size(); i++) {
      arriving.add(
          new WebSocketClient(i, paths.get(i), now + delay.applyAsLong(i), missing::countDown));
    }
    selector.wakeup();
    if (!missing.await(CONNECT_SECONDS, TimeUnit.SECONDS)) {
      throw new IOException(missing.getCount() + " of " + paths.size()
          + " clients are not connected after " + CONNECT_SECONDS + " s");
    }
  }

  /** Text frames since the start. */
  long frames() {
    return frames.sum();
  }

  /** Attempts to connect that failed and were made again. */
  long refused() {
    return refused.sum();
  }

  /** Connections that the server ended. */
  long lost() {
    return lost.sum();
  }

  private void run() {
    try {
      while (open) {
        connectWhoIsDue();
        selector.select(this::serve, waiting.isEmpty() ? SELECT_MILLIS : 1);
      }
      for (SelectionKey key : selector.keys()) {
        key.channel().close();
      }
      selector.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void connectWhoIsDue() throws IOException {
    for (var client = arriving.poll(); client != null; client = arriving.poll()) {
      waiting.add(client);
    }
    long now = System.nanoTime();
    var next = waiting.peek();
    while (next != null && next.due() - now <= 0 && underWay < UNDER_WAY) {
      waiting.remove();
      underWay++;
      var channel = SocketChannel.open();
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      var key = channel.register(selector, SelectionKey.OP_CONNECT, next);
      if (channel.connect(address)) {
        serve(key); // at once, as the loopback often does
      }
      next = waiting.peek();
    }
  }

  private void serve(SelectionKey key) {
    var channel = (SocketChannel) key.channel();
    var client = (WebSocketClient) key.attachment();
    boolean wasUpgraded = client.isUpgraded();
    try {
      if (key.interestOps() == SelectionKey.OP_CONNECT) {
        channel.finishConnect();
        key.interestOps(SelectionKey.OP_READ);
        channel.write(client.handshake(subprotocol));
      } else {
        frames.add(client.read(channel, buffer, listener));
        if (client.isUpgraded() && !wasUpgraded) {
          underWay--;
        }
      }
    } catch (IOException e) {
      gone(channel, client);
    }
  }

  private void gone(SocketChannel channel, WebSocketClient client) {
    try {
      channel.close();
    } catch (IOException e) {
      // it is gone either way
    }
    if (client.isUpgraded()) {
      lost.increment();
    } else {
      refused.increment();
      underWay--;
      client.again(System.nanoTime() + AGAIN_NANOS);
      waiting.add(client);
    }
  }

  /** Drops all connections at once; returns when they are dropped. */
  @Override
  public void close() {
    open = false;
    selector.wakeup();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
