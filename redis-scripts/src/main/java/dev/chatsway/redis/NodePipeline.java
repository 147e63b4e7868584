package dev.chatsway.redis;

import dev.chatsway.redis.topology.SlotMap;
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

/**
 * The calls of one server: a bounded queue, a thread and a connection. While one batch is out the next one gathers. An idle
 * lane asks its server every second how it is, and so puts the function library there too. A server that refused a write is
 * asked every two seconds for one that changes nothing, since there may be no other for long.
 */
final class NodePipeline {

  static final String PROBE = "chatsway_version";

  /** Where answers go. */
  interface Answers {
    void answered(Call call, Object reply);

    void failed(Call call, StoreUnavailableException why);

    /** It was not sent, because this lane is closed or left. */
    void closed(Call call);

    /** Whether what is written to the server now would be lost. */
    boolean isLeaving();

    /** The server did not answer. */
    void lost();
  }

  private static final Logger LOG = LoggerFactory.getLogger(NodePipeline.class);
  private static final int IDLE_PROBE_MILLIS = 1_000;
  private static final long WRITE_PROBE_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final RedisSettings settings;
  private final RedisHealth health;
  private final HostAndPort server;
  private final Answers answers;
  private final ReconnectingConnection link;
  private final BlockingQueue<Call> queue;
  private final Thread thread;
  private volatile boolean open = true;
  private volatile boolean left;
  private volatile boolean up = true;
  private long writeProbed; // the thread's own

  NodePipeline(RedisSettings settings, RedisHealth health, HostAndPort server, Answers answers) {
    this.settings = settings;
    this.health = health;
    this.server = server;
    this.answers = answers;
    this.link = new ReconnectingConnection(settings, health, server, false);
    this.queue = new ArrayBlockingQueue<>(settings.callQueue());
    this.thread = new Thread(this::serve, "chatsway-redis-calls-" + server);
    thread.setDaemon(true);
    thread.start();
  }

  /** Whether the last batch was answered. */
  boolean isUp() {
    return up;
  }

  /** How many calls are queued. */
  int waiting() {
    return queue.size();
  }

  /** Sends it with the next batch; refused at once where nothing is sent any more, or too much waits. */
  void send(Call call) {
    if (!open) {
      answers.closed(call);
    } else if (!queue.offer(call)) {
      answers.failed(
          call,
          new StoreUnavailableException(
              "more than " + settings.callQueue() + " calls wait for Redis"));
    } else if (!open && queue.remove(call)) { // closed meanwhile, with nobody left to serve it
      answers.closed(call);
    }
  }

  static Call probe() {
    return Call.of(PROBE, new CommandArguments(Command.FCALL_RO).add(PROBE).add(0), SlotMap.ANY);
  }

  private void serve() {
    writeProbed = System.nanoTime();
    var batch = new ArrayList<Call>(settings.callBatch());
    while (open || !queue.isEmpty()) {
      try {
        Call first = queue.poll(IDLE_PROBE_MILLIS, TimeUnit.MILLISECONDS);
        probeWrites();
        if (first == null) {
          send(probe());
          continue;
        }
        batch.add(first);
        queue.drainTo(batch, settings.callBatch() - 1);
        batch.removeIf(this::refusedAsLate);
        if (left || answers.isLeaving()) {
          batch.forEach(answers::closed);
        } else if (!batch.isEmpty()) {
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
    for (Call call = queue.poll(); call != null; call = queue.poll()) {
      answers.closed(call);
    }
    link.close();
  }

  /** Sends a write without its keys: answered {@code invalid}, or refused where the server takes no writes. */
  private void probeWrites() {
    if (health.isRefusing(server) && System.nanoTime() - writeProbed > WRITE_PROBE_NANOS) {
      writeProbed = System.nanoTime();
      var write = new CommandArguments(Command.FCALL).add("release_lease").add(0);
      send(Call.of("release_lease", write, SlotMap.ANY));
    }
  }

  private boolean refusedAsLate(Call call) {
    boolean late = System.nanoTime() - call.since() > settings.callTimeout().toNanos();
    if (late) {
      answers.failed(
          call,
          new StoreUnavailableException(
              "waited over " + settings.callTimeout().toMillis() + " ms for Redis"));
    }
    return late;
  }

  private void send(List<Call> batch) {
    try {
      var commands = new ArrayList<CommandArguments>(batch.size());
      for (Call call : batch) {
        if (call.asking()) {
          commands.add(ReconnectingConnection.ASKING);
        }
        commands.add(call.command());
      }
      List<Object> replies = link.roundTrip(commands);
      up = true;
      int place = 0;
      for (Call call : batch) {
        place += call.asking() ? 1 : 0;
        answers.answered(call, replies.get(place++));
      }
    } catch (StoreUnavailableException e) {
      up = false;
      batch.forEach(call -> answers.failed(call, e));
      answers.lost();
    } catch (RuntimeException e) { // nobody expects it, but this thread serves every call
      LOG.error("A batch of calls failed for a reason of ours", e);
      link.close();
      batch.forEach(
          call -> answers.failed(call, new StoreUnavailableException("a fault of ours", e)));
    }
  }

  /** Hands back what is queued, and closes: the server is no primary any more. */
  void leave() {
    left = true;
    close();
  }

  /** Sends what is queued and then nothing more; does not wait for it. */
  void close() {
    open = false;
    // Wakes the thread, should it be idle; were it woken before, it might be idle again by now.
    var unused = queue.offer(probe());
  }

  /** Waits until a closed one has ended, for {@code millis} at most; what is queued then is refused. */
  void awaitEnd(long millis) throws InterruptedException {
    thread.join(Math.max(1, millis));
    thread.interrupt();
  }
}
