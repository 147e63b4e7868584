package dev.chatsway.redis;

import dev.chatsway.session.StoreUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * The calls to one server, or its readings: a bounded queue, a thread and a connection. While one batch is in flight,
 * the next one fills.
 *
 * <p>Once a second the server is also sent {@code ROLE}, so that one that was demoted, or came back, is noticed even if
 * it is not used. A server that refused a write is sent a harmless one every two seconds, because there may be no other
 * write for a long time.
 */
public final class NodePipeline {

  /** A server and what it is used for. */
  public record Node(HostAndPort server, boolean replica) {}

  /** Commands that are sent one after the other. All methods but {@link #left} are called on the pipeline's thread. */
  public interface Exchange {

    /** Returns the commands to send now; if there are none, the exchange is over. */
    List<CommandArguments> commands();

    /** Takes one reply per command, in order; a {@link JedisDataException} where Redis answered with an error. */
    void answered(List<Object> replies);

    /** There was no answer, or the queue is full; commands that had been sent may or may not have been executed. */
    void failed(StoreUnavailableException why);

    /** It was not sent, because this pipeline is closed. */
    void left();
  }

  private static final Logger LOG = LoggerFactory.getLogger(NodePipeline.class);
  private static final int READINGS = 64; // as many as there may be Broadcasters
  private static final int IDLE_MILLIS = 1_000;
  private static final int DOWN_MILLIS = 100;
  private static final long ROLE_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long WRITE_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final CommandArguments ROLE = new CommandArguments(Command.ROLE);

  /** Without its keys it is answered {@code invalid}, or refused where the server takes no writes. */
  private static final CommandArguments WRITE =
      new CommandArguments(Command.FCALL).add("release_lease").add(0);

  private final RedisHealth health;
  private final Node node;
  private final boolean reading;
  private final int batchSize;
  private final Runnable onLost;
  private final TrackedStates tracked;
  private final ReconnectingConnection connection;
  private final BlockingQueue<Exchange> queue;
  private final Thread thread;
  private volatile boolean open = true;
  private volatile boolean left;
  private volatile boolean up = true;
  private long roleAsked = System.nanoTime() - ROLE_NANOS; // the thread's own, as the next one
  private long writeAsked = System.nanoTime();

  /**
   * Connects at once.
   *
   * @param reading whether it serves readings, one a batch, whose sessions the server is asked to track
   * @param onLost called on this pipeline's thread when the server does not answer or has changed its role
   */
  NodePipeline(
      RedisSettings settings, RedisHealth health, Node node, boolean reading, Runnable onLost) {
    this.health = health;
    this.node = node;
    this.reading = reading;
    this.batchSize = reading ? 1 : settings.callBatch();
    this.onLost = onLost;
    this.tracked = new TrackedStates(node.server());
    this.connection = new ReconnectingConnection(settings, health, node, reading ? tracked : null);
    this.queue = new ArrayBlockingQueue<>(reading ? READINGS : settings.callQueue());
    String use = reading ? "reader" : "calls";
    this.thread = new Thread(this::serve, "chatsway-redis-" + use + "-" + node.server());
    thread.setDaemon(true);
    thread.start();
  }

  /** The server and what it is used for. */
  public Node node() {
    return node;
  }

  /** The states read on the connection; for the pipeline's thread. */
  public TrackedStates tracked() {
    return tracked;
  }

  /** Whether the last batch was answered in time, by a server in the right role. */
  public boolean isUp() {
    return up;
  }

  /** A reading continued without this server's answer. */
  public void markLate() {
    up = false;
  }

  /** The number of queued exchanges. */
  int waiting() {
    return queue.size();
  }

  /** Sends an exchange with the next batch; fails it at once if the queue is full. */
  public void send(Exchange exchange) {
    if (!open) {
      exchange.left();
    } else if (!queue.offer(exchange)) {
      int most = queue.size();
      exchange.failed(new StoreUnavailableException("more than " + most + " calls wait for Redis"));
    } else if (!open && queue.remove(exchange)) { // closed meanwhile: the thread may have ended
      exchange.left();
    }
  }

  private void serve() {
    var batch = new ArrayList<Exchange>(batchSize);
    send(batch); // connects, and puts the function library there
    while (open || !queue.isEmpty()) {
      try {
        Exchange first = queue.poll(up ? IDLE_MILLIS : DOWN_MILLIS, TimeUnit.MILLISECONDS);
        if (first != null) {
          batch.add(first);
          queue.drainTo(batch, batchSize - 1);
        }
        if (left) {
          batch.forEach(Exchange::left);
        } else {
          send(batch);
        }
      } catch (InterruptedException e) {
        open = false; // close() waits no longer: what is queued is refused below
        break;
      } finally {
        batch.clear();
      }
    }
    // taken out one by one: what send() takes back meanwhile is its to close
    for (Exchange next = queue.poll(); next != null; next = queue.poll()) {
      next.left();
    }
    connection.close();
  }

  private void send(List<Exchange> batch) {
    var sent = new ArrayList<Exchange>(batch.size());
    try {
      connection.hear();
      var commands = new ArrayList<CommandArguments>(batch.size() + 2);
      var ends = new ArrayList<Integer>(batch.size());
      for (Exchange exchange : batch) {
        List<CommandArguments> more = exchange.commands();
        if (!more.isEmpty()) {
          sent.add(exchange);
          commands.addAll(more);
          ends.add(commands.size());
        }
      }
      List<CommandArguments> own = own();
      commands.addAll(own);
      if (commands.isEmpty()) {
        return;
      }
      List<Object> replies = connection.roundTrip(commands);
      up = isWell(own, replies.subList(replies.size() - own.size(), replies.size()));
      int start = 0;
      for (int i = 0; i < sent.size(); i++) {
        sent.get(i).answered(replies.subList(start, ends.get(i)));
        start = ends.get(i);
      }
    } catch (StoreUnavailableException e) {
      up = false;
      sent.forEach(exchange -> exchange.failed(e));
      onLost.run();
    } catch (RuntimeException e) { // unexpected, but this thread serves everything
      LOG.error("Unexpected error in a batch to {}", node, e);
      connection.close();
      sent.forEach(
          exchange -> exchange.failed(new StoreUnavailableException("unexpected error", e)));
    }
  }

  /** What is asked for on the pipeline's own behalf. */
  private List<CommandArguments> own() {
    var own = new ArrayList<CommandArguments>(2);
    long now = System.nanoTime();
    if (!up || now - roleAsked > ROLE_NANOS) {
      roleAsked = now;
      own.add(ROLE);
    }
    if (!reading && health.isRefusing(node.server()) && now - writeAsked > WRITE_NANOS) {
      writeAsked = now;
      own.add(WRITE);
    }
    return own;
  }

  private boolean isWell(List<CommandArguments> own, List<Object> replies) {
    boolean well = true;
    for (int i = 0; i < own.size(); i++) {
      if (own.get(i) == ROLE) {
        well = isAsUsed(replies.get(i));
      } else if (!(replies.get(i) instanceof JedisDataException)) {
        health.written(node.server());
      }
    }
    if (!well) {
      if (!node.replica()) {
        connection.close(); // it was a primary once: whoever the name stands for now is asked anew
      }
      onLost.run();
    }
    return well;
  }

  private boolean isAsUsed(Object reply) {
    if (!(reply instanceof List<?> role)) { // a user who may not ask, or a server that is loading
      return !node.replica();
    }
    String said = Reply.text(role.get(0));
    return node.replica()
        ? said.equals("slave") && Reply.text(role.get(3)).equals("connected")
        : said.equals("master");
  }

  /** Returns queued exchanges and closes: the server is no longer on the map. */
  void leave() {
    left = true;
    close();
  }

  /** Closes after sending what is queued, without waiting for that. */
  void close() {
    open = false;
    // Wakes the thread, should it be idle; were it woken before, it might be idle again by now.
    var unused = queue.offer(WAKE);
  }

  /** Waits up to {@code millis} until a closed pipeline has ended; exchanges still queued then fail. */
  void awaitEnd(long millis) throws InterruptedException {
    thread.join(Math.max(1, millis));
    thread.interrupt();
  }

  private static final Exchange WAKE = new Exchange() {
    @Override
    public List<CommandArguments> commands() {
      return List.of();
    }

    @Override
    public void answered(List<Object> replies) {}

    @Override
    public void failed(StoreUnavailableException why) {}

    @Override
    public void left() {}
  };
}
