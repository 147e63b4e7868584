package dev.chatsway.redis.reading;

import dev.chatsway.redis.ReconnectingConnection;
import dev.chatsway.redis.RedisHealth;
import dev.chatsway.redis.RedisSettings;
import dev.chatsway.session.StoreUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol.Command;

/**
 * The readings of one server, on a thread and a connection of their own. Those of
 * other Broadcasters wait for their turn, too many are refused.
 */
final class ReadLane {

  /** A server, and as what it is read. */
  record Target(HostAndPort server, boolean replica) {}

  /** The replies to a part: the time, and a state a session; or an error in the place of either. */
  record Answer(ReadBatch part, Object time, Object states) {}

  /** Where answers go; on the lane's thread. */
  interface Answers {
    void answered(ReadLane lane, List<Answer> answers, PendingRead reading, int hops);

    void failed(
        ReadLane lane,
        List<ReadBatch> parts,
        StoreUnavailableException why,
        PendingRead reading,
        int hops);

    /** What the server says of itself: the answer to {@code ROLE}, or an error. */
    void role(ReadLane lane, Object reply);
  }

  private static final Logger LOG = LoggerFactory.getLogger(ReadLane.class);
  private static final int WAITING = 64; // as many as there may be Broadcasters
  private static final long ASK_ROLE_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final CommandArguments ROLE = new CommandArguments(Command.ROLE);

  private final Target target;
  private final Answers answers;
  private final ReconnectingConnection link;
  private final ThreadPoolExecutor thread;
  private volatile boolean late;
  private long roleAsked = System.nanoTime() - ASK_ROLE_NANOS; // the thread's own

  ReadLane(RedisSettings settings, RedisHealth health, Target target, Answers answers) {
    this.target = target;
    this.answers = answers;
    this.link = new ReconnectingConnection(settings, health, target.server(), target.replica());
    this.thread = new ThreadPoolExecutor(
        1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING), this::thread);
  }

  Target target() {
    return target;
  }

  /** Whether it failed, or has not answered a reading in time, and has not answered since: nobody is to wait for it. */
  boolean isLate() {
    return late;
  }

  /** A reading went on without it. */
  void isNowLate() {
    late = true;
  }

  /** Asks for some parts of a reading in one round trip. */
  void read(List<ReadBatch> parts, PendingRead reading, int hops) {
    reading.asked(this);
    try {
      thread.execute(() -> readNow(parts, reading, hops));
    } catch (RejectedExecutionException e) {
      reading.failed(new StoreUnavailableException("a reading is out already", e));
      reading.ended(this);
    }
  }

  private void readNow(List<ReadBatch> parts, PendingRead reading, int hops) {
    try {
      boolean asksRole = System.nanoTime() - roleAsked > ASK_ROLE_NANOS;
      var commands = new ArrayList<CommandArguments>(2 * parts.size() + 1);
      parts.forEach(part -> commands.addAll(part.commands()));
      if (asksRole) {
        roleAsked = System.nanoTime();
        commands.add(ROLE);
      }
      List<Object> replies = link.roundTrip(commands);
      late = false;
      if (asksRole) {
        answers.role(this, replies.get(replies.size() - 1));
      }
      answers.answered(this, answers(parts, replies), reading, hops);
    } catch (StoreUnavailableException e) {
      late = true;
      answers.failed(this, parts, e, reading, hops);
    } catch (RuntimeException e) { // nobody expects it, but who waits must not wait for ever
      LOG.error("A reading failed for a reason of ours", e);
      link.close();
      reading.failed(new StoreUnavailableException("a fault of ours", e));
    } finally {
      reading.ended(this);
    }
  }

  private static List<Answer> answers(List<ReadBatch> parts, List<Object> replies) {
    var answers = new ArrayList<Answer>(parts.size());
    int end = 0;
    for (ReadBatch part : parts) {
      int start = end;
      end += part.commands().size();
      answers.add(new Answer(part, replies.get(start), replies.get(end - 1)));
    }
    return answers;
  }

  /** Asks the server how it is, if nothing else is being asked of it. */
  void check() {
    if (thread.getActiveCount() == 0) {
      thread.execute(() -> {
        try {
          Object role = link.roundTrip(List.of(ROLE)).get(0);
          late = false;
          answers.role(this, role);
        } catch (StoreUnavailableException e) {
          LOG.debug("{} is still not well", target, e);
        }
      });
    }
  }

  /** Has the connection made anew before the next reading. For the lane's own thread. */
  void reconnect() {
    link.close();
  }

  private Thread thread(Runnable work) {
    var made = new Thread(work, "chatsway-redis-reader-" + target.server());
    made.setDaemon(true);
    return made;
  }

  /** Takes nothing more; what it has is read, and then the connection is closed. */
  void close() {
    try {
      thread.execute(link::close);
    } catch (RejectedExecutionException e) {
      // it is stuck: the connection is closed with its thread
    }
    thread.shutdown();
  }

  /** Waits until a closed one has ended, for {@code millis} at most. */
  void awaitEnd(long millis) throws InterruptedException {
    if (!thread.awaitTermination(millis, TimeUnit.MILLISECONDS)) {
      thread.shutdownNow();
    }
  }
}
