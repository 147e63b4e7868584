package dev.chatsway.bench;

import dev.chatsway.bench.Instance.Bar;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Votes at a steady rate over one connection, spread over the sessions by Zipf's law: few bars get most of the votes. */
final class VoteStream implements AutoCloseable {

  /** Told of each vote that was acknowledged: which bar, and when. */
  interface Acknowledged {
    void at(int bar, long nanoTime);
  }

  private final Socket socket;
  private final List<Bar> bars;
  private final double[] cumulative;
  private final long nanosBetween;
  private final Acknowledged acknowledged;
  private final AtomicLong sent = new AtomicLong();
  private final long start = System.nanoTime();
  private volatile boolean open = true;

  VoteStream(int port, List<Bar> bars, int perSecond) throws IOException {
    this(port, bars, perSecond, (bar, now) -> {});
  }

  VoteStream(int port, List<Bar> bars, int perSecond, Acknowledged acknowledged)
      throws IOException {
    this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
    this.bars = bars;
    this.cumulative = zipf(bars.size());
    this.nanosBetween = 1_000_000_000L / perSecond;
    this.acknowledged = acknowledged;
    socket.setTcpNoDelay(true);
    var thread = new Thread(this::run, "vote-stream");
    thread.setDaemon(true);
    thread.start();
  }

  /** Acknowledged votes a second, so far. */
  double rate() {
    return sent.get() * 1e9 / (System.nanoTime() - start);
  }

  private void run() {
    var random = new Random(7);
    var signer = new Votes();
    var reply = new byte[4_096];
    long due = System.nanoTime();
    try {
      while (open) {
        int bar = pick(random.nextDouble());
        socket
            .getOutputStream()
            .write(signer.request(
                "/webhooks/eventsub",
                bars.get(bar).channel(),
                String.valueOf(random.nextInt(100_000)),
                UUID.randomUUID().toString(),
                random.nextInt(3) == 0 ? "no" : "yes"));
        int count = socket.getInputStream().read(reply);
        if (count < 0
            || !new String(reply, 0, count, StandardCharsets.ISO_8859_1)
                .startsWith("HTTP/1.1 204")) {
          throw new IOException("a vote was refused");
        }
        acknowledged.at(bar, System.nanoTime());
        sent.incrementAndGet();
        due += nanosBetween;
        LockSupport.parkNanos(due - System.nanoTime());
      }
    } catch (IOException e) {
      if (open) {
        System.err.println("the votes have ended: " + e.getMessage());
      }
    }
  }

  private int pick(double at) {
    int low = 0;
    int high = cumulative.length - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (cumulative[middle] < at) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static double[] zipf(int count) {
    var cumulative = new double[count];
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += 1.0 / (i + 1);
      cumulative[i] = sum;
    }
    for (int i = 0; i < count; i++) {
      cumulative[i] /= sum;
    }
    return cumulative;
  }

  @Override
  public void close() throws IOException {
    open = false;
    socket.close();
  }
}
