package dev.chatsway.bench;

import dev.chatsway.bench.Instance.Bar;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;
import org.jspecify.annotations.Nullable;

/**
 * Votes at a steady rate, spread over the sessions by Zipf's law: few bars get most of the votes. An open loop: each is due
 * at a moment that was fixed before, and goes out over any connection that is free, so that a slow acknowledgement holds up
 * no other vote.
 */
final class VoteStream implements AutoCloseable {

  /** Told of each vote that was acknowledged: which bar, and when. */
  interface Acknowledged {
    void at(int bar, long nanoTime);
  }

  private static final int CONNECTIONS = 64;
  private static final int VOTERS = 100_000;
  private static final int NO_CONTENT = 204;
  private static final int JOIN_MILLIS = 5_000;

  private final List<Bar> bars;
  private final Acknowledged acknowledged;
  private final Zipf zipf;
  private final Random random = new Random(7);
  private final Votes signer = new Votes();
  private final Selector selector = Selector.open();
  private final Deque<Connection> free = new ArrayDeque<>();
  private final Recorder waits = new Recorder(3);
  private final Thread thread = new Thread(this::run, "vote-stream");
  private final long nanosBetween;
  private final LongAdder refused = new LongAdder();
  private final int port;
  private long due;
  private volatile boolean open = true;
  private volatile @Nullable Exception failure;

  VoteStream(int port, List<Bar> bars, int perSecond, Acknowledged acknowledged)
      throws IOException {
    this.port = port;
    this.bars = bars;
    this.acknowledged = acknowledged;
    this.zipf = new Zipf(bars.size());
    this.nanosBetween = 1_000_000_000L / perSecond;
    for (int i = 0; i < CONNECTIONS; i++) {
      free.add(new Connection(port));
    }
    thread.setDaemon(true);
    thread.start();
  }

  /** From when each vote was due to its acknowledgement, in nanoseconds, for those acknowledged since this was last asked. */
  Histogram waits() throws IOException {
    if (failure != null) {
      throw new IOException("the votes have ended", failure);
    }
    return waits.getIntervalHistogram();
  }

  /** Votes that were answered with anything but 204, so far. */
  long refused() {
    return refused.sum();
  }

  private void run() {
    try (selector) {
      due = System.nanoTime();
      while (open) {
        sendWhatIsDue();
        selector.select(this::read, 1);
      }
      for (SelectionKey key : selector.keys()) {
        key.channel().close();
      }
    } catch (IOException | UncheckedIOException e) {
      failure = e;
    }
  }

  private void sendWhatIsDue() throws IOException {
    while (due <= System.nanoTime() && !free.isEmpty()) {
      free.remove().send(zipf.next(random), due);
      due += nanosBetween;
    }
  }

  private void read(SelectionKey key) {
    try {
      ((Connection) key.attachment()).read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the votes; those under way may or may not be counted. */
  @Override
  public void close() {
    open = false;
    selector.wakeup();
    try {
      thread.join(JOIN_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** One vote at a time. */
  private final class Connection {
    private final ByteBuffer reply = ByteBuffer.allocate(4_096);
    private final SocketChannel channel;
    private int bar;
    private long since;

    private Connection(int port) throws IOException {
      channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ, this);
    }

    private void send(int toBar, long wasDue) throws IOException {
      bar = toBar;
      since = wasDue;
      channel.write(ByteBuffer.wrap(signer.request(
          "/webhooks/eventsub",
          bars.get(bar).channel(),
          String.valueOf(random.nextInt(VOTERS)),
          UUID.randomUUID().toString(),
          random.nextInt(3) == 0 ? "no" : "yes")));
    }

    private void read() throws IOException {
      if (channel.read(reply) < 0) {
        throw new IOException("the server closed a connection");
      }
      int end = HttpReply.end(reply.array(), reply.position());
      if (end >= 0) {
        acknowledged(HttpReply.status(reply.array()), System.nanoTime());
      }
    }

    private void acknowledged(int status, long now) throws IOException {
      reply.clear();
      if (status == NO_CONTENT) {
        acknowledged.at(bar, now);
        waits.recordValue(now - since);
        free.add(this);
      } else {
        refused.increment();
        channel.close(); // the rest of this answer is of no interest
        free.add(new Connection(port));
      }
    }
  }
}
