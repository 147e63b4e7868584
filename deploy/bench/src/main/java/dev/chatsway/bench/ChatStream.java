package dev.chatsway.bench;

import dev.chatsway.standin.TwitchChatStandIn.Connection;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * Lines of chat at a steady rate, spread over the channels by Zipf's law: few channels get most of them. An open loop: each
 * is due at a moment that was fixed before.
 */
final class ChatStream implements AutoCloseable {

  /** Told of each vote before it is sent: in which channel, and when it was due. */
  interface Votes {
    void at(int channel, long nanoTime);
  }

  private static final int CHATTERS = 100_000;
  private static final String TAGS = "badges=subscriber/12;display-name=Someone;emotes=;mod=0;"
      + "subscriber=1;tmi-sent-ts=1764460800000;turbo=0;user-type=";
  private static final String CHATTER = "what a jump that was, I did not see it coming at all LUL";

  private final List<String> names;
  private final List<Connection> readers;
  private final int votesPercent;
  private final Votes votes;
  private final long nanosBetween;
  private final Random random = new Random(7);
  private final Zipf zipf;
  private final LongAdder lines = new LongAdder();
  private final LongAdder sentVotes = new LongAdder();
  private final LongAdder unsent = new LongAdder();
  private final Thread thread = new Thread(this::run, "chat-stream");
  private volatile boolean open = true;

  /** @param readers by channel, the connection on which it is joined */
  ChatStream(
      List<String> names, List<Connection> readers, int perSecond, int votesPercent, Votes votes) {
    this.names = names;
    this.readers = readers;
    this.votesPercent = votesPercent;
    this.votes = votes;
    this.nanosBetween = TimeUnit.SECONDS.toNanos(1) / perSecond;
    this.zipf = new Zipf(names.size());
    thread.setDaemon(true);
    thread.start();
  }

  /** Lines that were sent. */
  long lines() {
    return lines.sum();
  }

  /** Those of them that were votes. */
  long votes() {
    return sentVotes.sum();
  }

  /** Lines that were not sent, because their reader had 10,000 of them waiting. */
  long unsent() {
    return unsent.sum();
  }

  private void run() {
    long due = System.nanoTime();
    for (long i = 0; open; i++) {
      while (due > System.nanoTime()) {
        LockSupport.parkNanos(due - System.nanoTime());
      }
      send(i, due);
      due += nanosBetween;
    }
  }

  private void send(long number, long due) {
    int channel = zipf.next(random);
    boolean isVote = random.nextInt(100) < votesPercent;
    if (isVote) {
      votes.at(channel, due);
    }
    String text = isVote ? (random.nextInt(3) == 0 ? "no" : "yes") : CHATTER;
    boolean isSent = readers
        .get(channel)
        .chat(
            names.get(channel),
            String.valueOf(random.nextInt(CHATTERS)),
            "line-" + number,
            text,
            TAGS);
    if (isSent) {
      lines.increment();
      sentVotes.add(isVote ? 1 : 0);
    } else {
      unsent.increment();
    }
  }

  /** Ends the lines. */
  @Override
  public void close() {
    open = false;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
