package dev.chatsway.bench;

import java.util.ArrayDeque;
import java.util.Deque;
import org.HdrHistogram.Recorder;

/**
 * The votes of one session, from their acknowledgements to the frames that show them. A session's revision grows by one with
 * each vote that counts, so a frame says how many it shows. Acknowledgements and frames come on two threads.
 */
final class VoteLatencyTracker {

  private static final long UNKNOWN = -1;

  private final Deque<Long> unseen = new ArrayDeque<>(); // when they were acknowledged
  private final Recorder latency;
  private long first = UNKNOWN; // the revision before any vote
  private long acknowledged;
  private long shown;

  /** @param latency of each vote, in nanoseconds; 0 if its frame came before its acknowledgement */
  VoteLatencyTracker(Recorder latency) {
    this.latency = latency;
  }

  /** A vote was acknowledged. */
  synchronized void acknowledged(long nanoTime) {
    acknowledged++;
    if (acknowledged <= shown) {
      latency.recordValue(0);
    } else {
      unseen.add(nanoTime);
    }
  }

  /** A frame came; the first one comes before all votes. */
  synchronized void shown(long revision, long nanoTime) {
    if (first == UNKNOWN) {
      first = revision;
    }
    shown = Math.max(shown, revision - first);
    while (acknowledged - unseen.size() < shown && !unseen.isEmpty()) {
      latency.recordValue(Math.max(0, nanoTime - unseen.remove()));
    }
  }
}
