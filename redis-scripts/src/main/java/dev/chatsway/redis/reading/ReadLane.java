package dev.chatsway.redis.reading;

import dev.chatsway.redis.ReconnectingConnection;
import dev.chatsway.redis.RedisHealth;
import dev.chatsway.redis.RedisSettings;
import dev.chatsway.redis.Reply;
import dev.chatsway.redis.SessionKeys;
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
 * The readings of one server, on a thread and a connection of their own. Those of other Broadcasters wait for their turn,
 * too many are refused.
 *
 * <p>A reading asks for the time, for one of its batches in turn, and for what the server has named as changed; its answer
 * proves that all else is as it was (ADR 0017).
 */
final class ReadLane {

  /** A server, and as what it is read. */
  record Target(HostAndPort server, boolean replica) {}

  /** The replies to a batch: the time, and a state a session; or an error in the place of either. */
  record Answer(ReadBatch batch, Object time, Object states) {}

  /** Where answers go; on the lane's thread. */
  interface Answers {
    void answered(ReadLane lane, List<Answer> answers, PendingRead reading, int hops);

    void failed(
        ReadLane lane,
        List<ReadBatch> batches,
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
  private static final CommandArguments TIME = new CommandArguments(Command.TIME);

  private final Target target;
  private final Answers answers;
  private final TrackedStates states;
  private final ReconnectingConnection link;
  private final int chunk;
  private final ThreadPoolExecutor thread;
  private volatile boolean late;
  private long roleAsked = System.nanoTime() - ASK_ROLE_NANOS; // the thread's own

  ReadLane(RedisSettings settings, RedisHealth health, Target target, Answers answers) {
    this.target = target;
    this.answers = answers;
    this.states = new TrackedStates(target.server());
    this.link =
        new ReconnectingConnection(settings, health, target.server(), target.replica(), states);
    this.chunk = settings.readChunk();
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

  /** Reads some batches of a reading. */
  void read(List<ReadBatch> batches, PendingRead reading, int hops) {
    reading.asked(this);
    try {
      thread.execute(() -> readNow(batches, reading, hops));
    } catch (RejectedExecutionException e) {
      reading.failed(new StoreUnavailableException("a reading is out already", e));
      reading.ended(this);
    }
  }

  private void readNow(List<ReadBatch> batches, PendingRead reading, int hops) {
    List<ReadBatch> open = batches;
    try {
      link.hear();
      states.begin();
      var known = new KnownStates();
      List<ReadBatch> unknown = hops == 0 ? unknown(batches, reading.turn(), known) : batches;
      Object time = exchange(unknown, reading, hops);
      if (time instanceof List<?> instant) {
        reading.confirm(known, Reply.micros(instant));
      } else {
        states.changed(null); // and all of it is read below
      }
      open = known.changed(chunk);
      if (!open.isEmpty()) {
        exchange(open, reading, hops);
      }
    } catch (StoreUnavailableException e) {
      late = true;
      answers.failed(this, open, e, reading, hops);
    } catch (RuntimeException e) { // unexpected, but the reading must end
      LOG.error("Unexpected error in a reading", e);
      link.close();
      reading.failed(new StoreUnavailableException("unexpected error", e));
    } finally {
      reading.ended(this);
    }
  }

  /** Splits off what is known already, but for one batch in turn: a server that was left refuses keys, not the time. */
  private List<ReadBatch> unknown(List<ReadBatch> batches, int turn, KnownStates known) {
    ReadBatch inTurn = batches.get(turn % batches.size());
    var unknown = new ReadBatch.Builder(chunk);
    for (ReadBatch batch : batches) {
      for (int i = 0; batch != inTurn && i < batch.sessions().size(); i++) {
        int place = batch.places().get(i);
        SessionKeys session = batch.sessions().get(i);
        TrackedStates.Entry entry = states.find(session);
        if (entry == null) {
          unknown.add(place, session, batch.slot());
        } else {
          known.add(place, session, batch.slot(), entry);
        }
      }
    }
    var all = new ArrayList<>(List.of(inTurn));
    all.addAll(unknown.build());
    return all;
  }

  /**
   * Asks for batches in one round trip. The time goes first: a state that is written behind it is as good as new.
   *
   * @return the reply to {@code TIME}, or an error if any batch was answered with one
   */
  private Object exchange(List<ReadBatch> batches, PendingRead reading, int hops) {
    boolean asksRole = System.nanoTime() - roleAsked > ASK_ROLE_NANOS;
    var commands = new ArrayList<>(List.of(TIME));
    batches.forEach(batch -> commands.addAll(batch.commands()));
    if (asksRole) {
      roleAsked = System.nanoTime();
      commands.add(ROLE);
    }
    List<Object> replies = link.roundTrip(commands);
    late = false;
    Object result = replies.get(0);
    var found = new ArrayList<Answer>(batches.size());
    int end = 1;
    for (ReadBatch batch : batches) {
      end += batch.commands().size();
      Object reply = replies.get(end - 1);
      found.add(new Answer(batch, replies.get(0), reply));
      if (reply instanceof List<?> read) {
        states.remember(batch, read);
      } else {
        result = reply;
      }
    }
    states.remembered();
    if (asksRole) {
      answers.role(this, replies.get(replies.size() - 1));
    }
    answers.answered(this, found, reading, hops);
    return result;
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
